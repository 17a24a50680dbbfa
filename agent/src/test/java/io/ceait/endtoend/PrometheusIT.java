package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus that scrapes an agent through a whole run. */
class PrometheusIT {

    private static final double JOULES = 3.6e6;

    @TempDir
    Path dir;

    /** Every expression of the shipped dashboards, for this run. */
    private static List<String> dashboardExpressions(String runId) throws IOException {
        try (Stream<Path> files = Files.list(Agent.ROOT.resolve("config/grafana"))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .flatMap(file -> {
                        try {
                            return JsonFields.read(file).values().entrySet().stream();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .filter(field -> field.getKey().endsWith("/expr"))
                    .map(field -> field.getValue()
                            .toString()
                            .replace("$run_id", runId)
                            .replace("$node", ".*")
                            .replace("$__rate_interval", "1m"))
                    .toList();
        }
    }

    @Test
    void itHasTheRunsFiguresAndItsRulesAndDashboardsWork() throws Exception {
        try (Simulator server = Simulator.start("two-socket-server", dir.resolve("server"));
                Agent agent = Agent.start(
                        "--machine",
                        "--path.sysfs",
                        server.sysfs(),
                        "--interval",
                        "200ms",
                        "--duration",
                        "8s",
                        "--linger",
                        "60s",
                        "--out",
                        dir.resolve("runs"),
                        "--run-id",
                        "scraped",
                        "--listen",
                        "127.0.0.1:0")) {
            RunOutputs run = new RunOutputs(dir.resolve("runs/scraped"));
            Shell.await("the run", () -> Files.exists(run.directory().resolve("run.json")));
            run.awaitReady();
            try (Prometheus prometheus =
                    Prometheus.scraping(Files.createDirectory(dir.resolve("prometheus")), run.endpoint())) {
                Shell.await("the end of the run", run::hasSummary);
                JsonFields summary = run.summary();
                double joules = summary.number("/energy_kwh/total") * JOULES;
                String headline = "sum(run:ceait_job_energy_joules:sum{run_id=\"scraped\"})";
                // The agent lingers, so that one scrape and one evaluation more have the whole of it.
                Shell.await(
                        "the last scrape",
                        () -> prometheus.query(headline).stream()
                                .anyMatch(value -> Math.abs(value - joules) <= 1e-9 * joules));
                for (String policy : List.of("occupancy", "active", "machine")) {
                    assertThat(prometheus.query("sum(ceait_job_energy_joules_total{attribution=\"" + policy + "\"})"))
                            .singleElement()
                            .satisfies(value -> assertThat(value)
                                    .isCloseTo(
                                            summary.number("/energy_kwh_by_attribution/" + policy) * JOULES,
                                            withinPercentage(1e-7)));
                }
                assertThat(prometheus.query("sum(ceait_job_emissions_grams_total)"))
                        .singleElement()
                        .satisfies(value -> assertThat(value)
                                .isCloseTo(summary.number("/emissions_kg") * 1000, withinPercentage(1e-7)));
                // What it saw on the way adds up as well: no counter fell or began anew.
                assertThat(prometheus.query("sum(resets(ceait_job_energy_joules_total[1m]))"))
                        .singleElement()
                        .satisfies(value -> assertThat(value).isCloseTo(0, within(0.0)));

                List<String> expressions = dashboardExpressions("scraped");
                assertThat(expressions).hasSizeGreaterThan(20);
                for (String expression : expressions) {
                    assertThat(prometheus.query(expression)).as(expression).isNotEmpty();
                }
                Shell.await("all rules", () -> !prometheus.ruleHealth().contains("unknown"));
                assertThat(prometheus.ruleHealth()).hasSize(13).containsOnly("ok");
            }
            agent.signal("TERM");
            agent.await().succeeded();
        }
    }
}
