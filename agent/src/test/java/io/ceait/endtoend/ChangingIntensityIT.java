package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A carbon intensity that changes, from a file and from a provider, by the jar that users start. */
class ChangingIntensityIT {

    private static final String SECRET = "e2e-s3cret";

    @TempDir
    Path dir;

    private RunOutputs run(Object... options) throws IOException, InterruptedException {
        List<Object> all = new java.util.ArrayList<>(
                List.of("--machine", "--no-listen", "--out", dir.resolve("runs"), "--interval", "250ms"));
        all.addAll(List.of(options));
        Agent.run(all.toArray()).succeeded();
        return RunOutputs.onlyOneBelow(dir.resolve("runs"));
    }

    /** Every row of the time series by the values that the file has for its time. */
    @Test
    void aSeriesOfSecondsIsFollowed() throws Exception {
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(5);
        StringBuilder csv = new StringBuilder("time_utc,gco2_per_kwh\n");
        for (int i = 0; i < 120; i++) {
            csv.append(start.plusSeconds(i)).append(',').append(grams(i)).append('\n');
        }
        Path series = Files.writeString(dir.resolve("series.csv"), csv.toString());
        RunOutputs outputs =
                run("--duration", "3s", "--attribution", "machine", "--pue", "1.25", "--intensity-series", series);
        double expected = 0;
        for (String line : Files.readAllLines(outputs.directory().resolve("samples.csv"))) {
            String[] row = line.split(",", -1);
            if (!row[0].startsWith("time")) {
                double end = Instant.parse(row[0]).toEpochMilli() / 1e3 - start.getEpochSecond();
                double begin = end - Double.parseDouble(row[2]);
                double weighted = 0;
                for (int second = (int) begin; second <= end; second++) {
                    double overlap = Math.min(end, second + 1) - Math.max(begin, second);
                    weighted += overlap > 0 ? overlap * grams(second) : 0;
                }
                expected += Double.parseDouble(row[10]) * 1.25 * weighted / (end - begin) / 3.6e9;
            }
        }
        double told = outputs.summary().number("/emissions_kg");
        assertThat(expected).isPositive();
        assertThat(told / expected).isCloseTo(1, within(1e-6));
        assertThat(outputs.summary().text("/intensity/source")).isEqualTo(series + " (CSV)");
    }

    private static double grams(int second) {
        return 100 + 37 * (second % 11);
    }

    @Test
    void aProviderIsAskedWhileTheRunGoesOn() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS);
        server.createContext("/v3/carbon-intensity/latest", exchange -> {
            boolean known = SECRET.equals(exchange.getRequestHeaders().getFirst("auth-token"));
            byte[] body = ("{\"zone\":\"DE\",\"carbonIntensity\":321,\"datetime\":\"" + hour + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known ? 200 : 401, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        Path token = Files.writeString(dir.resolve("token"), SECRET + "\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        try {
            // The address is another for each test run, so no answer of an earlier one is kept.
            RunOutputs outputs = run(
                    "--duration",
                    "6s",
                    "--intensity-live",
                    "electricitymaps:DE",
                    "--intensity-live-url",
                    "http://127.0.0.1:" + server.getAddress().getPort(),
                    "--intensity-token-file",
                    token);
            String journal = Files.readString(outputs.directory().resolve("journal.ndjson"));
            assertThat(journal).contains("\"kg_per_kwh\":0.321,\"origin\":\"live\"");
            assertThat(outputs.summary().text("/intensity/zone")).isEqualTo("DE");
            try (var files = Files.list(outputs.directory())) {
                for (Path file : files.toList()) {
                    assertThat(Files.readString(file)).as(file.toString()).doesNotContain(SECRET);
                }
            }
        } finally {
            server.stop(0);
        }
    }
}
