package io.ceait.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Looks for a command as {@code execvp} does. */
final class Executables {

    private Executables() {}

    /**
     * The file that a program's name stands for, if there is one and it may be executed.
     *
     * @param searchPath the value of {@code PATH}
     */
    static Optional<String> find(String name, String searchPath) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (name.contains("/")) {
            return program("", name);
        }
        for (String directory : searchPath.split(":", -1)) {
            Optional<String> found = program(directory, name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> program(String directory, String name) {
        try {
            Path file = Path.of(directory, name);
            return Optional.of(file)
                    .filter(Files::isRegularFile)
                    .filter(Files::isExecutable)
                    .map(Path::toString);
        } catch (InvalidPathException e) {
            // What cannot be named here can be in another directory.
            return Optional.empty();
        }
    }
}
