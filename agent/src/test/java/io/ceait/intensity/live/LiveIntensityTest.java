package io.ceait.intensity.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ceait.time.MockClock;
import io.ceait.units.CarbonIntensity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers on this machine's own address, well and ill behaved. The clock is that of the test: 2025-06-01. */
class LiveIntensityTest {

    private static final CarbonIntensity STAND_IN = CarbonIntensity.ofKilogramsPerKilowattHour(9);
    private static final long NOW = MockClock.START_MILLIS;
    private static final String SECRET = "s3cret-t0ken";
    private static final String MAPS =
            "{\"zone\":\"DE\",\"carbonIntensity\":321,\"datetime\":\"2025-05-31T23:00:00.000Z\",\"isEstimated\":true}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private final MockClock clock = new MockClock();
    private final List<String> requests = new ArrayList<>();
    private final CountDownLatch testOver = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream stderr = System.err;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private Handler handler = exchange -> answer(exchange, 200, MAPS);

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String secret = exchange.getRequestHeaders().getFirst("auth-token");
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(exchange.getRequestURI() + " " + (secret == null ? authorization : secret));
            handler.handle(exchange);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        testOver.countDown();
        server.stop(0);
        threads.shutdownNow();
        System.setErr(stderr);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private LiveIntensity live(String source) {
        return live(source, "http://127.0.0.1:" + server.getAddress().getPort());
    }

    private LiveIntensity live(String source, String address) {
        LiveSource of = LiveSource.parse(source)
                .at(address)
                .with(Optional.of(Token.of(source.startsWith("watttime") ? "me:" + SECRET : SECRET, "test")));
        return new LiveIntensity(of, STAND_IN, clock, new AnswerCache(dir.resolve("cache")), Duration.ofSeconds(2));
    }

    private static List<String> told(LiveIntensity live, long from, long to) {
        List<String> told = new ArrayList<>();
        live.tell(
                NOW + from,
                NOW + to,
                (millis, intensity, origin) ->
                        told.add((millis - NOW) + " " + intensity.kilogramsPerKilowattHour() + " " + origin.label()));
        return told;
    }

    @Test
    void electricityMapsIsAskedForTheLatest() {
        LiveIntensity live = live("electricitymaps:DE");
        assertThat(told(live, 0, 0)).containsExactly("0 9.0 stand-in");
        assertThat(live.poll()).isEqualTo(LiveIntensity.REFRESH);
        assertThat(requests).containsExactly("/v3/carbon-intensity/latest?zone=DE " + SECRET);
        // From the interval on that is booked next, though the value is of an hour before.
        assertThat(told(live, 0, 1000)).containsExactly("0 0.321 live");
        assertThat(told(live, 1000, 2000)).containsExactly("0 0.321 live");
    }

    @Test
    void theGridOfGreatBritainNeedsNoToken() {
        handler = exchange -> answer(exchange, 200, """
                {"data":[{"from":"2025-05-31T23:30Z","to":"2025-06-01T00:00Z","intensity":{"forecast":101,"actual":99}},
                 {"from":"2025-06-01T00:00Z","to":"2025-06-01T00:30Z","intensity":{"forecast":110,"actual":null}},
                 {"from":"2025-06-01T00:30Z","to":"2025-06-01T01:00Z","intensity":{"forecast":120,"actual":null}}]}""");
        LiveIntensity live = live("gb");
        assertThat(live.poll()).isEqualTo(LiveIntensity.REFRESH);
        assertThat(requests).containsExactly("/intensity null");
        assertThat(told(live, 0, 1000)).containsExactly("0 0.11 live");
        live("gb:13").poll();
        assertThat(requests).last().isEqualTo("/regional/regionid/13 null");
    }

    private static String watttime(String signal) {
        return "{\"data\":[{\"point_time\":\"2025-05-31T23:00:00+00:00\",\"value\":1000}],\"meta\":{\"region\":\"CAISO_NORTH\","
                + "\"signal_type\":\"" + signal + "\",\"units\":\"lbs_co2_per_mwh\"}}";
    }

    @Test
    void wattTimeIsAskedForItsAverageSignalWithASession() {
        handler = exchange -> {
            boolean login = exchange.getRequestURI().getPath().equals("/login");
            answer(exchange, 200, login ? "{\"token\":\"session-1\"}" : watttime("co2_aoer"));
        };
        LiveIntensity live = live("watttime:CAISO_NORTH");
        assertThat(live.poll()).isEqualTo(LiveIntensity.REFRESH);
        String basic = Base64.getEncoder().encodeToString(("me:" + SECRET).getBytes(StandardCharsets.UTF_8));
        assertThat(requests)
                .containsExactly(
                        "/login Basic " + basic,
                        "/v3/historical?region=CAISO_NORTH&signal_type=co2_aoer&start=2025-05-31T00%3A00%3A00Z"
                                + "&end=2025-06-01T00%3A00%3A00Z Bearer session-1");
        assertThat(told(live, 0, 1000)).containsExactly("0 0.45359237 live");
    }

    @Test
    void aSessionThatHasEndedIsRenewedOnce() {
        handler = exchange -> {
            boolean login = exchange.getRequestURI().getPath().equals("/login");
            long logins = requests.stream().filter(r -> r.startsWith("/login")).count();
            String session = exchange.getRequestHeaders().getFirst("Authorization");
            if (login) {
                answer(exchange, 200, "{\"token\":\"session-" + logins + "\"}");
            } else {
                boolean ended = requests.size() > 3 && session.endsWith("-1");
                answer(exchange, ended ? 401 : 200, ended ? "" : watttime("co2_aoer"));
            }
        };
        LiveIntensity live = live("watttime:CAISO_NORTH");
        live.poll();
        clock.advance(Duration.ofMinutes(6));
        live.poll();
        clock.advance(Duration.ofMinutes(6));
        assertThat(live.poll()).isEqualTo(LiveIntensity.REFRESH);
        assertThat(requests).filteredOn(r -> r.startsWith("/login")).hasSize(2);
    }

    @Test
    void aMarginalAnswerIsNotTaken() {
        handler = exchange -> {
            boolean login = exchange.getRequestURI().getPath().equals("/login");
            answer(exchange, 200, login ? "{\"token\":\"session-1\"}" : watttime("co2_moer"));
        };
        LiveIntensity live = live("watttime:CAISO_NORTH");
        assertThat(live.poll()).isEqualTo(LiveIntensity.FIRST_WAIT);
        assertThat(told(live, 0, 1000)).containsExactly("0 9.0 stand-in");
    }

    /** Status, Retry-After, and the wait that follows the first failure. */
    @ParameterizedTest
    @CsvSource({
        "401, , PT30M",
        "403, , PT30M",
        "429, , PT30S",
        "429, 90, PT90S",
        "429, 999999, PT6H",
        "429, 99999999999999999, PT6H",
        "429, -5, PT30S",
        "429, soon, PT30S",
        "429, 'Sun, 01 Jun 2025 00:10:00 GMT', PT10M",
        "500, , PT30S",
        "503, , PT30S",
        "302, , PT30S",
        "204, , PT30S",
    })
    void whatIsNoAnswerIsWaitedFor(int status, String retryAfter, Duration wait) {
        handler = exchange -> {
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere");
            answer(exchange, status, status == 204 ? "" : "{\"token\":\"" + SECRET + "\"}");
        };
        captureLog();
        LiveIntensity live = live("electricitymaps:DE");
        assertThat(live.poll()).isEqualTo(wait);
        assertThat(requests).hasSize(1);
        assertThat(told(live, 0, 1000)).containsExactly("0 9.0 stand-in");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("no carbon intensity: Electricity Maps")
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>busy</html>",
                "{\"zone\":\"DE\"}",
                "{\"carbonIntensity\":321,\"datetime\":\"2025-05-31T23:00:00",
                "{\"carbonIntensity\":-3,\"datetime\":\"2025-05-31T23:00:00Z\"}",
                "{\"carbonIntensity\":\"NaN\",\"datetime\":\"2025-05-31T23:00:00Z\"}",
                "{\"carbonIntensity\":321,\"datetime\":\"yesterday\"}",
                "{\"carbonIntensity\":321,\"datetime\":\"2025-05-31T20:59:59Z\"}",
                "{\"carbonIntensity\":321,\"datetime\":\"2025-06-01T00:00:01Z\"}",
                "{\"marginalCarbonIntensity\":321,\"datetime\":\"2025-05-31T23:00:00Z\"}",
            })
    void garbageIsNoIntensityAndIsNotKept(String body) throws IOException {
        handler = exchange -> answer(exchange, 200, body);
        LiveIntensity live = live("electricitymaps:DE");
        assertThat(live.poll()).isEqualTo(LiveIntensity.FIRST_WAIT);
        assertThat(told(live, 0, 1000)).containsExactly("0 9.0 stand-in");
        assertThat(dir.resolve("cache")).doesNotExist();
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            try {
                for (int i = 0; i < 1000; i++) {
                    exchange.getResponseBody().write(blanks);
                }
            } catch (IOException e) {
                // The other side has had enough.
                requests.add("cut off");
            }
        };
        assertThat(live("electricitymaps:DE").poll()).isEqualTo(LiveIntensity.FIRST_WAIT);
    }

    @Test
    void aProviderThatHangsIsNotWaitedFor() {
        handler = exchange -> await();
        LiveIntensity silent = live("electricitymaps:DE");
        assertThat(silent.poll()).isEqualTo(LiveIntensity.FIRST_WAIT);
        handler = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
        };
        assertThat(silent.poll()).isEqualTo(LiveIntensity.FIRST_WAIT.multipliedBy(2));
    }

    private void await() {
        try {
            testOver.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void withoutANetworkTheWaitsGrowToHalfAnHour() throws IOException {
        int closed;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = free.getLocalPort();
        }
        captureLog();
        LiveIntensity live = live("electricitymaps:DE", "http://127.0.0.1:" + closed);
        List<Duration> waits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waits.add(live.poll());
        }
        assertThat(waits)
                .extracting(Duration::toSeconds)
                .containsExactly(30L, 60L, 120L, 240L, 480L, 960L, 1800L, 1800L);
        assertThat(live("electricitymaps:DE", "https://no-such-host.invalid").poll())
                .isEqualTo(LiveIntensity.FIRST_WAIT);
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("no carbon intensity: Electricity Maps")
                .doesNotContain(SECRET);
    }

    @Test
    void aValueHoldsForThreeHoursAndThenTheConstantFactorStandsIn() {
        LiveIntensity live = live("electricitymaps:DE");
        live.poll();
        long end = Duration.ofHours(2).toMillis();
        assertThat(told(live, 0, 1000)).containsExactly("0 0.321 live");
        assertThat(told(live, end - 2000, end - 1)).containsExactly("0 0.321 live");
        assertThat(told(live, end - 1, end + 500)).containsExactly(end + " 9.0 stand-in");
        assertThat(told(live, end + 500, end + 1500)).containsExactly(end + " 9.0 stand-in");
    }

    @Test
    void whatIsBookedStaysAndANewValueHoldsFromItsOwnTimeOn() {
        LiveIntensity live = live("electricitymaps:DE");
        live.poll();
        assertThat(told(live, 0, 1000)).containsExactly("0 0.321 live");
        clock.advance(Duration.ofHours(1).plusSeconds(10));
        handler = exchange ->
                answer(exchange, 200, "{\"carbonIntensity\":400,\"datetime\":\"2025-06-01T01:00:05.000Z\"}");
        live.poll();
        // It begins within the interval that is booked next.
        assertThat(told(live, 3_600_000, 3_610_000)).containsExactly("3605000 0.4 live");
        // The wall clock was set back.
        assertThat(told(live, 1_000, 2_000)).containsExactly("1000 0.4 live");
    }

    @Test
    void aKeptAnswerIsUsedByTheNextRunAndSparesTheProvider() throws IOException {
        live("electricitymaps:DE").poll();
        assertThat(requests).hasSize(1);
        clock.advance(Duration.ofMinutes(1));
        LiveIntensity next = live("electricitymaps:DE");
        assertThat(next.poll()).isEqualTo(Duration.ofMinutes(4).plusSeconds(1));
        assertThat(requests).hasSize(1);
        assertThat(told(next, 60_000, 61_000)).containsExactly("60000 0.321 live");
        // Of another zone or address nothing is kept.
        live("electricitymaps:FR").poll();
        assertThat(requests).hasSize(2);
        try (var files = Files.list(dir.resolve("cache"))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
                assertThat(Files.readString(file)).doesNotContain(SECRET);
            }
        }
    }

    @Test
    void anOldAnswerHoldsOnWhileTheProviderIsAway() {
        live("electricitymaps:DE").poll();
        clock.advance(Duration.ofMinutes(20));
        handler = exchange -> answer(exchange, 500, "");
        LiveIntensity next = live("electricitymaps:DE");
        assertThat(next.poll()).isEqualTo(LiveIntensity.FIRST_WAIT);
        long now = Duration.ofMinutes(20).toMillis();
        assertThat(told(next, now, now + 1000)).containsExactly(now + " 0.321 live");
        clock.advance(Duration.ofHours(3));
        LiveIntensity late = live("electricitymaps:DE");
        late.poll();
        long later = now + Duration.ofHours(3).toMillis();
        assertThat(told(late, later, later + 1000)).containsExactly(later + " 9.0 stand-in");
    }

    @Test
    void aKeptFileThatIsGarbageIsAskedForAgain() throws IOException {
        Files.createDirectories(dir.resolve("cache"));
        LiveSource source = LiveSource.parse("electricitymaps:DE")
                .at("http://127.0.0.1:" + server.getAddress().getPort());
        Path file = Files.writeString(dir.resolve("cache").resolve(source.cacheName()), "garbage");
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(Instant.ofEpochMilli(NOW)));
        LiveIntensity live = live("electricitymaps:DE");
        assertThat(live.poll()).isEqualTo(LiveIntensity.REFRESH);
        assertThat(requests).hasSize(1);
        assertThat(Files.readString(file)).isEqualTo(MAPS);
    }

    private void captureLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }
}
