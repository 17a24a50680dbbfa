package io.ceait.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A real Prometheus with the project's own configuration, which scrapes one agent every second. */
final class Prometheus implements AutoCloseable {

    private static final Path SHIPPED = Agent.ROOT.resolve("config/prometheus");

    private final Process process;
    private final URI address;

    private Prometheus(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * @param dir for its database
     * @param endpoint of the agent, as run.json tells it
     */
    static Prometheus scraping(Path dir, String endpoint) throws IOException, InterruptedException {
        for (String file : List.of("recording.rules.yml", "alerting.rules.yml")) {
            Files.copy(SHIPPED.resolve(file), dir.resolve(file));
        }
        String config = Files.readString(SHIPPED.resolve("prometheus.yml"))
                .replace("127.0.0.1:29477", URI.create(endpoint).getAuthority())
                .replaceAll("_interval: [0-9]+s", "_interval: 1s");
        Path file = Files.writeString(dir.resolve("prometheus.yml"), config);
        String listen = "127.0.0.1:" + freePort();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + dir.resolve("data"),
                        "--web.listen-address=" + listen)
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("prometheus.log").toFile())
                .start();
        Prometheus prometheus = new Prometheus(process, URI.create("http://" + listen));
        Shell.await("Prometheus", prometheus::isReady);
        return prometheus;
    }

    /** Free a moment ago: Prometheus and its kin take no port 0. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The values of an instant query; fails on an expression that Prometheus does not take. */
    List<Double> query(String expression) throws IOException, InterruptedException {
        HttpResponse<String> response =
                get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        JsonFields answer = JsonFields.parse(response.body());
        if (response.statusCode() != 200 || !answer.text("/status").equals("success")) {
            throw new AssertionError(expression + ": " + response.body());
        }
        return IntStream.iterate(0, i -> answer.has("/data/result/" + i + "/value/1"), i -> i + 1)
                .mapToObj(i -> Double.parseDouble(answer.text("/data/result/" + i + "/value/1")))
                .toList();
    }

    /** How each rule fares: {@code ok}, {@code unknown} before its first evaluation, {@code err}. */
    List<String> ruleHealth() throws IOException, InterruptedException {
        JsonFields answer = JsonFields.parse(get("/api/v1/rules").body());
        return answer.values().entrySet().stream()
                .filter(field -> field.getKey().matches("/data/groups/\\d+/rules/\\d+/health"))
                .map(field -> field.getValue().toString())
                .toList();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
