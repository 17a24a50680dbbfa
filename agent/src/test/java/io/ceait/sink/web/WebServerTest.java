package io.ceait.sink.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What any client gets, over a real socket. */
class WebServerTest {

    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private WebServer server;

    @BeforeEach
    void bind() throws IOException {
        server = WebServer.bind(FREE, Access.OPEN);
        server.serve(
                "/metrics",
                request -> Response.text(200, "for " + request.header("Accept").orElse("anybody")));
        server.serve(
                "/echo",
                request -> Response.text(200, request.parameter("since").orElse("nothing")));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> request(String method, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.endpoint() + path))
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(60_000);
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(server.endpoint()).getPort()));
        return socket;
    }

    /** What the server answers to these bytes, until it closes. */
    private String raw(String text) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/nope", "/metrics/", "/metrics/x", "/metricsx", "/-/", "/-/healthy/x", "/%2e%2e/etc/passwd"})
    void unknownPathsAreNotFound(String path) throws Exception {
        assertThat(request("GET", path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        for (String path : List.of("/metrics", "/-/healthy", "/events")) {
            server.serveEvents("/events", new Counting());
            HttpResponse<String> response = request(method, path);
            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
        }
    }

    @Test
    void aHeadRequestHasNoBody() throws Exception {
        HttpResponse<String> response = request("HEAD", "/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void nothingMayBeLoadedFromElsewhereFramedOrGuessed() throws Exception {
        for (String path : List.of("/metrics", "/nope")) {
            var headers = request("GET", path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "http:", "https:", "*");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200", "localhost:1234, 200", "LOCALHOST, 200", "127.0.0.1:80, 200", "[::1]:80, 200",
        "evil.example, 421", "evil.example:80, 421", "127.0.0.1.evil.example, 421", "10.0.0.1, 421", "'', 421"
    })
    void onLoopbackItGoesByLocalNamesAlone(String host, int status) throws IOException {
        assertThat(raw("GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void whoNamesNoHostIsNoBrowser() throws IOException {
        assertThat(raw("GET /metrics HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void elsewhereAnyNameMayBeTheRightOne() throws IOException {
        assertThat(new HostNames(InetAddress.getByName("0.0.0.0")).allows("node7.example"))
                .isTrue();
        assertThat(new HostNames(InetAddress.getByName("127.0.0.9")).allows("127.0.0.9:1"))
                .isTrue();
        assertThat(new HostNames(InetAddress.getByName("127.0.0.9")).allows("127.0.0.8:1"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/echo, nothing",
        "/echo?since=7-8, 7-8",
        "/echo?a=b&since=%2B, +",
        "/echo?since=%zz, nothing",
        "/echo?sincex=1, nothing"
    })
    void parametersAreDecoded(String path, String answer) throws IOException {
        assertThat(raw("GET " + path + " HTTP/1.0\r\n\r\n"))
                .matches("(?s).*(" + java.util.regex.Pattern.quote(answer) + "\n|400 Bad.*)$");
    }

    @Test
    void aPortInUseIsToldAtOnce() {
        int port = URI.create(server.endpoint()).getPort();
        assertThat(port).isPositive();
        assertThatThrownBy(() ->
                        WebServer.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Access.OPEN))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aHeaderThatDoesNotEndIsCutOff() throws IOException {
        try (Socket socket = connect()) {
            byte[] line = ("X-Long: " + "x".repeat(8000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            socket.getOutputStream().write("GET /metrics HTTP/1.1\r\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            socket.getOutputStream().write(line);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    /** With a patience of a moment and two threads, three that say nothing more hold up the fourth for no longer. */
    @Test
    void whoSendsHalfARequestIsDropped() throws Exception {
        server.close();
        server = WebServer.bind(FREE, Access.OPEN, new Limits(2, 8, 2, Duration.ofMillis(50)));
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                Socket socket = connect();
                slow.add(socket);
                socket.getOutputStream().write("GET /-/healthy HTTP/1.1\r\nHos".getBytes(StandardCharsets.ISO_8859_1));
            }
            assertThat(request("GET", "/-/healthy").statusCode()).isEqualTo(200);
            for (Socket socket : slow) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void whoDoesNotTakeTheAnswerIsDropped() throws Exception {
        server.close();
        server = WebServer.bind(FREE, Access.OPEN, new Limits(1, 8, 2, Duration.ofMillis(50)));
        byte[] large = new byte[64 << 20];
        server.serve("/large", request -> Response.ok("application/octet-stream", large));
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET /large HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            // The only thread is free again although the answer was never read.
            assertThat(request("GET", "/-/healthy").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void beyondTheQueueConnectionsAreClosedAndTheServerLivesOn() throws Exception {
        server.close();
        server = WebServer.bind(FREE, Access.OPEN, new Limits(1, 1, 2, Duration.ofSeconds(60)));
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        server.serve("/held", request -> {
            entered.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return Response.text(200, "done");
        });
        byte[] request = "GET /held HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        try (Socket working = connect();
                Socket waiting = connect();
                Socket third = connect();
                Socket fourth = connect()) {
            working.getOutputStream().write(request);
            entered.await();
            for (Socket socket : List.of(waiting, third, fourth)) {
                socket.getOutputStream().write(request);
            }
            // One of the three waits; the others are turned away.
            leave.countDown();
            int answered = 0;
            for (Socket socket : List.of(working, waiting, third, fourth)) {
                answered += answer(socket).contains("done") ? 1 : 0;
            }
            assertThat(answered).isBetween(1, 4);
        }
        assertThat(request("GET", "/held").body()).isEqualTo("done\n");
    }

    private static String answer(Socket socket) {
        try {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Numbers from the one behind the id on; ten are the last. */
    private static final class Counting implements EventSource {

        @Override
        public Optional<Event> since(String lastId) {
            int next = lastId.isEmpty() ? 1 : Integer.parseInt(lastId) + 1;
            return Optional.of(new Event(Integer.toString(next), "number", "{\"n\":" + next + "}", next == 10));
        }

        @Override
        public void await(Duration longest) {}
    }

    @Test
    void eventsHaveIdsAndGoOnBehindTheOneThatWasSeen() throws Exception {
        server.serveEvents("/events", new Counting());
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.endpoint() + "/events"))
                .header("Last-Event-ID", "7")
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(response.body())
                .isEqualTo("retry: 2000\n\n"
                        + "id: 8\nevent: number\ndata: {\"n\":8}\n\n"
                        + "id: 9\nevent: number\ndata: {\"n\":9}\n\n"
                        + "id: 10\nevent: number\ndata: {\"n\":10}\n\n");
    }

    /** Says nothing until it is told that it is over. */
    private static final class Silent implements EventSource {

        final CountDownLatch over = new CountDownLatch(1);

        @Override
        public Optional<Event> since(String lastId) {
            return over.getCount() == 0 ? Optional.of(new Event("end", "end", "{}", true)) : Optional.empty();
        }

        @Override
        public void await(Duration longest) {
            // Many silent seconds in a moment.
            Thread.yield();
        }
    }

    @Test
    void silenceIsBrokenByABeat() throws Exception {
        Silent silent = new Silent();
        server.serveEvents("/events", silent);
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("GET /events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder seen = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (seen.indexOf("event: beat\ndata:\n\n") < 0) {
                seen.append((char) in.read());
            }
            silent.over.countDown();
            String rest = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(rest).contains("id: end\nevent: end\ndata: {}\n\n");
        }
    }

    @Test
    void moreStreamsThanThereMayBeAreTurnedAway() throws Exception {
        server.close();
        server = WebServer.bind(FREE, Access.OPEN, new Limits(2, 8, 2, Duration.ofSeconds(10)));
        Silent silent = new Silent();
        server.serveEvents("/events", silent);
        List<Socket> streams = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                Socket socket = connect();
                streams.add(socket);
                socket.getOutputStream()
                        .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            HttpResponse<String> third = request("GET", "/events");
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(third.body()).contains("/api/v1/series?since=");
            assertThat(request("GET", "/-/healthy").statusCode()).isEqualTo(200);
        } finally {
            silent.over.countDown();
            for (Socket socket : streams) {
                socket.close();
            }
        }
    }

    /** A stream that nobody reads fills what is between, and is given up; another one goes on. */
    @Test
    void aStreamThatIsNotReadIsDropped() throws Exception {
        server.close();
        server = WebServer.bind(FREE, Access.OPEN, new Limits(2, 8, 1, Duration.ofMillis(50)));
        String large = "x".repeat(1 << 20);
        server.serveEvents("/events", new EventSource() {
            @Override
            public Optional<Event> since(String lastId) {
                return Optional.of(new Event("1", "large", large, false));
            }

            @Override
            public void await(Duration longest) {}
        });
        try (Socket unread = connect()) {
            unread.getOutputStream()
                    .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(unread.getInputStream().read()).isEqualTo('H');
            // The one stream that there may be is free sooner or later.
            int status = 503;
            while (status == 503) {
                try (Socket next = connect()) {
                    next.getOutputStream()
                            .write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.ISO_8859_1));
                    byte[] line = next.getInputStream().readNBytes(12);
                    // On a busy machine this one may be given up as well, before it was answered.
                    status = line.length < 12
                            ? status
                            : Integer.parseInt(new String(line, 9, 3, StandardCharsets.ISO_8859_1));
                }
            }
            assertThat(status).isEqualTo(200);
        }
    }
}
