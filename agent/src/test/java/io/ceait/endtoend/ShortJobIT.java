package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that is over before anybody scrapes: a real node exporter and a real Pushgateway have its figures all the same. */
class ShortJobIT {

    private static final double JOULES = 3.6e6;

    /** As htpasswd -nbB -C 5 alice secret prints it. */
    private static final String USERS =
            "basic_auth_users:\n  alice: " + "$2y$05$Kc.ManHWtgnWtPnc1Nw94e.Pw0Wm6bETvyxgCEe1PoAJ1pADQ1UKq\n";

    @TempDir
    private Path dir;

    private Path userFile(String text) throws Exception {
        Path file = Files.writeString(dir.resolve("user"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void hasTheFiguresOf(JsonFields summary, Served page) throws Exception {
        for (String policy : List.of("occupancy", "active", "machine")) {
            assertThat(page.sum("ceait_job_energy_joules_total", "run_id=\"short\"", "attribution=\"" + policy + "\""))
                    .isPositive()
                    .isCloseTo(summary.number("/energy_kwh_by_attribution/" + policy) * JOULES, withinPercentage(1e-7));
        }
        assertThat(page.page())
                .as("nothing draws power for a job that is over")
                .doesNotContain("ceait_device_power_watts");
        assertThat(page.sum("ceait_job_emissions_grams_total", "run_id=\"short\""))
                .isCloseTo(summary.number("/emissions_kg") * 1000, withinPercentage(1e-7));
    }

    @Test
    void theExporterAndTheGatewayHaveItsJoules() throws Exception {
        Path textfiles = Files.createDirectory(dir.resolve("textfiles"));
        Path web = Files.writeString(dir.resolve("web.yml"), USERS);
        try (Simulator server = Simulator.start("two-socket-server", dir.resolve("server"));
                Served exporter = Served.start(
                        dir.resolve("exporter.log"),
                        Optional.empty(),
                        "prometheus-node-exporter",
                        "--collector.disable-defaults",
                        "--collector.textfile",
                        "--collector.textfile.directory=" + textfiles);
                Served gateway = Served.start(
                        dir.resolve("gateway.log"),
                        Optional.of("alice:secret"),
                        "prometheus-pushgateway",
                        "--persistence.file=",
                        "--web.config.file=" + web)) {
            Agent.Ended ended = Agent.run(
                    "run",
                    "--path.sysfs",
                    server.sysfs(),
                    "--interval",
                    "200ms",
                    "--no-listen",
                    "--textfile",
                    textfiles,
                    "--push-gateway",
                    gateway.address(),
                    "--push-gateway-user-file",
                    userFile("alice:secret"),
                    "--out",
                    dir.resolve("runs"),
                    "--run-id",
                    "short",
                    "--",
                    "timeout",
                    "1",
                    "sh",
                    "-c",
                    "while :; do :; done");
            assertThat(ended.code()).as(ended.err()).isEqualTo(124);
            assertThat(ended.err()).doesNotContain("push", "figures");
            JsonFields summary = new RunOutputs(dir.resolve("runs/short")).summary();
            hasTheFiguresOf(summary, exporter);
            hasTheFiguresOf(summary, gateway);
            assertThat(exporter.sum("node_textfile_scrape_error")).isZero();
            assertThat(gateway.sum("push_failure_time_seconds", "run_id=\"short\""))
                    .isZero();
            assertThat(textfiles).isDirectoryContaining(file -> file.endsWith("ceait-short.prom"));
        }
    }

    @Test
    void receiversThatAreGoneOrRefuseHarmNothing() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:" + Prometheus.freePort());
        Path web = Files.writeString(dir.resolve("web.yml"), USERS);
        try (Served gateway = Served.start(
                dir.resolve("gateway.log"),
                Optional.of("alice:secret"),
                "prometheus-pushgateway",
                "--persistence.file=",
                "--web.config.file=" + web)) {
            for (URI address : List.of(nobody, gateway.address())) {
                Path out = dir.resolve("runs-" + address.getPort());
                Agent.Ended ended = Agent.run(
                                "--machine",
                                "--duration",
                                "1s",
                                "--no-listen",
                                "--push-gateway",
                                address,
                                "--push-gateway-user-file",
                                userFile("alice:wrong"),
                                "--out",
                                out,
                                "--run-id",
                                "harmed")
                        .succeeded();
                assertThat(new RunOutputs(out.resolve("harmed")).hasSummary()).isTrue();
                assertThat(ended.err())
                        .containsOnlyOnce("the run goes on, and so do the pushes")
                        .contains(address.equals(nobody) ? "no connection" : "answered 401")
                        .containsOnlyOnce("did not get the last figures")
                        .doesNotContain("wrong");
            }
        }
    }

    @Test
    void aDirectoryThatIsNoneIsRefusedBeforeAnythingStarts() throws Exception {
        Path runs = dir.resolve("runs");
        Agent.run("--machine", "--textfile", dir.resolve("none"), "--out", runs)
                .refusedWith(2, "--textfile", "is no directory");
        assertThat(runs).doesNotExist();
    }
}
