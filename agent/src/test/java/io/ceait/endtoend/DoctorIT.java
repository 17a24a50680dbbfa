package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Absent, denied and available are three answers, the first two with what to do about it. */
class DoctorIT {

    @TempDir
    Path dir;

    @Test
    void noPowercap() throws Exception {
        Path sysfs = Files.createDirectory(dir.resolve("sys"));
        String text = Agent.run("doctor", "--path.sysfs", sysfs).succeeded().out();
        assertThat(text).contains("cpu-model", "ram-model", "absent", "modprobe");
        JsonFields json = JsonFields.parse(
                Agent.run("doctor", "--json", "--path.sysfs", sysfs).succeeded().out());
        String rapl = json.element("/sensors", "source", "rapl");
        assertThat(json.text(rapl + "/status")).isEqualTo("absent");
        assertThat(json.text(rapl + "/remedy")).contains("modprobe");
        for (String source : List.of("rapl", "nvml", "drm")) {
            assertThat(json.text(json.element("/sensors", "source", source) + "/remedy"))
                    .as(source)
                    .isNotBlank();
        }
        String model = json.element("/sensors", "source", "cpu-model");
        assertThat(json.text(model + "/quality")).isEqualTo("estimated");
        assertThat(json.text(model + "/role")).isEqualTo("estimates");
    }

    @Test
    void aServerWithCounters() throws Exception {
        try (Simulator server = Simulator.start("two-socket-server", dir.resolve("sys"))) {
            String text = Agent.run("doctor", "--path.sysfs", server.sysfs())
                    .succeeded()
                    .out();
            assertThat(text).contains("available", "intel-rapl:2:0", "psys", "stands by");
            JsonFields json = JsonFields.parse(Agent.run("doctor", "--json", "--path.sysfs", server.sysfs())
                    .succeeded()
                    .out());
            String first = json.element("/sensors", "sensor", "intel-rapl:0");
            assertThat(json.text(first + "/status")).isEqualTo("available");
            assertThat(json.text(first + "/device")).isEqualTo("cpu0");
            assertThat(json.text(first + "/quality")).isEqualTo("measured");
            String whole = json.element("/sensors", "sensor", "intel-rapl:1 (psys)");
            assertThat(json.text(whole + "/status")).isEqualTo("available, not counted");
        }
    }

    @Test
    void countersThatOnlyRootMayRead() throws Exception {
        Nobody.assumePossible();
        Path open = Files.createTempDirectory("ceait-it-");
        try (Simulator server = Simulator.start("stuck", open.resolve("sys"))) {
            Path jar = Nobody.jarIn(open);
            Shell.run("chmod", "-R", "a+rX", server.sysfs().toString());
            for (Path counter : counters(server.sysfs())) {
                Shell.run("chmod", "0400", counter.toString());
            }
            String text = Agent.runAsNobody(jar, "doctor", "--path.sysfs", server.sysfs())
                    .succeeded()
                    .out();
            assertThat(text).contains("denied", "CVE-2020-8694", "remedy:", "chgrp");
            JsonFields json =
                    JsonFields.parse(Agent.runAsNobody(jar, "doctor", "--json", "--path.sysfs", server.sysfs())
                            .succeeded()
                            .out());
            for (String zone : List.of("intel-rapl:0 (package-0)", "intel-rapl:1 (package-1)")) {
                String sensor = json.element("/sensors", "sensor", zone);
                assertThat(json.text(sensor + "/status")).isEqualTo("denied");
                assertThat(json.text(sensor + "/remedy")).contains("run as root", "chgrp");
            }
            Agent.Ended run = Agent.runAsNobody(
                            jar,
                            "--machine",
                            "--duration",
                            "500ms",
                            "--no-listen",
                            "--path.sysfs",
                            server.sysfs(),
                            "--out",
                            open.resolve("runs"))
                    .succeeded();
            assertThat(run.err()).contains("denied", "estimated");
            JsonFields summary = RunOutputs.onlyOneBelow(open.resolve("runs")).summary();
            assertThat(summary.text(summary.element("/devices", "device", "cpu1") + "/source"))
                    .isEqualTo("cpu-model");
        } finally {
            Shell.run("rm", "-rf", "--", open.toString());
        }
    }

    private static List<Path> counters(Path sysfs) throws IOException {
        try (Stream<Path> files = Files.walk(sysfs)) {
            return files.filter(file -> file.endsWith("energy_uj")).toList();
        }
    }
}
