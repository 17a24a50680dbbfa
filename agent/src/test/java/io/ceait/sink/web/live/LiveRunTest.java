package io.ceait.sink.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.run.SimulatedRun;
import io.ceait.sink.report.HtmlValidity;
import io.ceait.sink.summary.SummaryJson;
import io.ceait.sink.web.Access;
import io.ceait.sink.web.EventSource.Event;
import io.ceait.sink.web.WebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page is fed with, during a run of 36 s and after it. */
class LiveRunTest {

    private final SimulatedRun simulated = new SimulatedRun();
    private final LiveRun live = new LiveRun(SummaryJson::write, simulated.interval);
    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private WebServer server;

    @BeforeEach
    void attach() throws IOException {
        server = WebServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), Access.OPEN);
        live.serveOn(server);
        simulated.sinks.add(live);
        simulated.sinks.add(new SummaryJson());
        simulated.clock.at(Duration.ofSeconds(36), simulated::endJob);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.endpoint() + path)).build(), BodyHandlers.ofString());
    }

    private static List<Double> numbers(String json, String device, String field) {
        Matcher matcher = Pattern.compile("\"device\":\"" + device + "\".*?\"" + field + "\":\\[([^]]*)]")
                .matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        List<Double> values = new ArrayList<>();
        for (String text : matcher.group(1).split(",", -1)) {
            if (!text.isEmpty()) {
                values.add(text.equals("null") ? Double.NaN : Double.parseDouble(text));
            }
        }
        return values;
    }

    private static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"?([^\",}]*)").matcher(json);
        assertThat(matcher.find()).as(name + " in " + json).isTrue();
        return matcher.group(1);
    }

    @Test
    void beforeTheRunHasBegunThereIsAPageAndNoFigures() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/run").statusCode()).isEqualTo(503);
        assertThat(get("/api/v1/series").statusCode()).isEqualTo(503);
        assertThat(live.since("")).isEmpty();
    }

    @Test
    void theTotalsAreThoseOfTheSummary(@TempDir Path out) throws Exception {
        SimulatedRun.Result result = simulated.execute(out);
        String run = get("/api/v1/run").body();
        String summary = Files.readString(result.file(SummaryJson.FILE))
                .replaceAll("\\s*\\n\\s*", "")
                .replace(" : ", ":");
        assertThat(run.replaceFirst(",\"now\":\\{.*", ""))
                .isEqualTo(summary.substring(0, summary.length() - 1).trim());
        assertThat(field(run, "status")).isEqualTo("completed");
        assertThat(run).contains("\"sources\":[{\"source\":\"rapl\",\"up\":true");
    }

    @Test
    void theSeriesHoldsTheWholeRunAndTheLastMinutes(@TempDir Path out) throws Exception {
        simulated.execute(out);
        for (String path : List.of("/api/v1/series", "/api/v1/series?since=", "/api/v1/series?since=-1")) {
            String series = get(path).body();
            assertThat(numbers(series, "cpu0", "mean_w")).hasSize(36).containsOnly(100.0);
            assertThat(numbers(series, "cpu1", "max_w")).hasSize(36).containsOnly(50.0);
            assertThat(numbers(series, "ram", "gap")).hasSize(36).containsOnly(0.0);
        }
    }

    /** A client that asks in the middle of the run, and again with what it was told, misses nothing. */
    @Test
    void whoComesBackWithAMarkGetsWhatFollowed(@TempDir Path out) throws Exception {
        List<Event> seen = new ArrayList<>();
        for (int second : new int[] {5, 12, 20}) {
            simulated.clock.at(Duration.ofSeconds(second).plusMillis(500), () -> look(seen));
        }
        simulated.execute(out);
        look(seen);
        assertThat(seen).hasSize(4);
        assertThat(seen.stream().map(event -> field(event.data(), "first"))).containsExactly("0", "5", "12", "20");
        assertThat(seen.stream()
                        .map(event -> numbers(
                                        event.data().substring(event.data().indexOf("\"series\"")), "cpu0", "mean_w")
                                .size()))
                .containsExactly(5, 7, 8, 16);
        assertThat(seen.stream().map(Event::last)).containsExactly(false, false, false, true);
        assertThat(field(seen.get(3).data(), "status")).isEqualTo("completed");
    }

    private void look(List<Event> seen) {
        try {
            Optional<Event> event = Optional.empty();
            // Sinks are started beside the run, which takes no time here.
            while (event.isEmpty()) {
                event = live.since(
                        seen.isEmpty() ? "" : seen.get(seen.size() - 1).id());
            }
            seen.add(event.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"123-5, 36", "nonsense, 36", "1748736000000-, 36", "1748736000000-9999, 36", "1748736000000-30, 7"})
    void aMarkThatIsNotOfThisRunMeansNothing(String mark, int buckets, @TempDir Path out) throws Exception {
        simulated.execute(out);
        assertThat(numbers(get("/api/v1/series?since=" + mark).body(), "cpu0", "mean_w"))
                .hasSize(buckets);
    }

    @Test
    void gapsAreTold(@TempDir Path out) throws Exception {
        simulated.failing(10, 12).execute(out);
        String series = get("/api/v1/series").body();
        assertThat(numbers(series, "cpu0", "gap")).contains(1.0).contains(0.0);
        assertThat(numbers(series, "cpu1", "gap")).containsOnly(0.0);
        assertThat(numbers(series, "cpu0", "estimated")).containsOnly(0.0);
        assertThat(numbers(series, "ram", "estimated")).containsOnly(1.0);
    }

    @Test
    void thePageIsValidHtml() throws Exception {
        assertThat(HtmlValidity.problems(get("/").body())).isEmpty();
    }

    @Test
    void thePageLoadsNothingFromElsewhereAndSetsTextAlone() throws Exception {
        String page = get("/").body();
        Matcher links = Pattern.compile("(?:src|href)=\"([^\"#]+)\"").matcher(page);
        int files = 0;
        while (links.find()) {
            assertThat(links.group(1)).doesNotStartWith("/").doesNotContain(":");
            if (links.group(1).startsWith("live/")) {
                assertThat(get("/" + links.group(1)).statusCode())
                        .as(links.group(1))
                        .isEqualTo(200);
                files++;
            }
        }
        assertThat(files).isEqualTo(6);
        assertThat(page).doesNotContain("style=", "onclick", "<style");
        for (String script : List.of("live.js", "chart.js")) {
            assertThat(get("/live/" + script).body())
                    .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "://");
        }
    }

    @Test
    void theLibraryIsTheOneThatIsCredited() throws Exception {
        assertThat(get("/live/uPlot.iife.min.js").body()).contains("https://github.com/leeoniya/uPlot (v1.6.32)");
        assertThat(Files.readString(Path.of("..", "THIRD-PARTY.md"), StandardCharsets.UTF_8))
                .contains("uPlot", "1.6.32", "Copyright (c) 2022 Leon Sorokin");
    }
}
