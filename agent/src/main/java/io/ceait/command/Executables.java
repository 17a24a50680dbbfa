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
        try {
            if (name.contains("/")) {
                return Optional.of(name).filter(file -> isProgram(Path.of(file)));
            }
            for (String directory : searchPath.split(":", -1)) {
                Path file = Path.of(directory, name);
                if (isProgram(file)) {
                    return Optional.of(file.toString());
                }
            }
            return Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
