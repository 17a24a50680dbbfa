package io.ceait.endtoend;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A user who owns nothing, for what is denied to all but root. */
final class Nobody {

    static final List<String> PREFIX =
            List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--");

    private Nobody() {}

    /** Skips the test, saying why, where we cannot become somebody else. */
    static void assumePossible() throws IOException, InterruptedException {
        assumeThat(Shell.isRoot())
                .as("only root can start the agent as another user")
                .isTrue();
        int code;
        try {
            code = Shell.run("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--", "true")
                    .code();
        } catch (IOException e) {
            code = -1;
        }
        assumeThat(code).as("setpriv cannot become user 65534 here").isZero();
    }

    /** A copy of the jar that nobody can read, wherever the checkout lies. */
    static Path jarIn(Path folder) throws IOException {
        open(folder);
        return Files.copy(Agent.JAR, folder.resolve("agent.jar"));
    }

    static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
}
