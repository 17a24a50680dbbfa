package io.ceait.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A sound server of two sockets, anew for each test: for those that are about something else than its sensors. */
final class SimulatedServer implements BeforeEachCallback, AfterEachCallback {

    private @Nullable Path folder;
    private @Nullable Simulator simulator;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Path made = Files.createTempDirectory("ceait-it-server-");
        folder = made;
        simulator = Simulator.start("two-socket-server", made.resolve("sys"));
    }

    Path sysfs() {
        return Objects.requireNonNull(simulator, "no test goes on").sysfs();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException, InterruptedException {
        if (simulator != null) {
            simulator.close();
        }
        if (folder != null) {
            Shell.run("rm", "-r", folder.toString());
        }
    }
}
