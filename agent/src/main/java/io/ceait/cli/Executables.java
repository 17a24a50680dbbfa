package io.ceait.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Looks for a command as {@code execvp} does. */
final class Executables {

    private Executables() {}

    /**
     * Whether there is such a program and it may be executed.
     *
     * @param searchPath the value of {@code PATH}
     */
    static boolean isFound(String name, String searchPath) {
        if (name.isEmpty()) {
            return false;
        }
        try {
            if (name.contains("/")) {
                return isProgram(Path.of(name));
            }
            for (String directory : searchPath.split(":", -1)) {
                if (isProgram(Path.of(directory, name))) {
                    return true;
                }
            }
            return false;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
