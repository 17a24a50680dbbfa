package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher beside a jar of its own, as it is installed. */
class LauncherIT {

    @TempDir
    Path dir;

    private String launcher() throws Exception {
        Path installed = dir.resolve("ceait");
        Files.copy(Agent.ROOT.resolve("scripts/ceait"), installed);
        Files.copy(Agent.JAR, dir.resolve("agent.jar"));
        assertThat(installed.toFile().setExecutable(true)).isTrue();
        return installed.toString();
    }

    @Test
    void itMakesAnArchiveAndStartsWithAndWithoutOne() throws Exception {
        String launcher = launcher();
        Shell.Ended without = Shell.run(launcher, "version");
        assertThat(without.code()).as(without.output()).isZero();
        Shell.Ended made = Shell.run(launcher, "--build-archive");
        assertThat(made.code()).as(made.output()).isZero();
        assertThat(dir.resolve("agent.jsa")).isRegularFile().isNotEmptyFile();
        assertThat(made.output().strip())
                .isEqualTo(dir.resolve("agent.jsa").toRealPath().toString());
        Shell.Ended with = Shell.run(launcher, "version");
        assertThat(with.code()).as(with.output()).isZero();
        assertThat(with.output()).isEqualTo(without.output());
    }

    @Test
    void anArchiveIsMadeByItself() throws Exception {
        Shell.Ended refused = Shell.run(launcher(), "--build-archive", "--machine");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.output()).isEqualTo("ceait: --build-archive stands alone\n");
    }
}
