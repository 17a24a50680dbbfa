package io.ceait.sink.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** What of a file differs when it was written or replaced, be it by a link that now leads elsewhere. */
record FileState(Path file, Object state) {

    static FileState of(Path file) {
        return new FileState(file, state(file));
    }

    boolean hasChanged() {
        return !state(file).equals(state);
    }

    private static Object state(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return "absent";
        }
    }
}
