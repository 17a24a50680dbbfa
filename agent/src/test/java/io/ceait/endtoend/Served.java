package io.ceait.endtoend;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Another program with a page of metrics: an exporter or a gateway. */
final class Served implements AutoCloseable {

    private final Process process;
    private final URI address;
    private final Optional<String> user;

    private Served(Process process, URI address, Optional<String> user) {
        this.process = process;
        this.address = address;
        this.user = user;
    }

    /**
     * Starts it; it answers when this returns.
     *
     * @param user and password, {@code alice:secret}
     */
    static Served start(Path log, Optional<String> user, String... command) throws IOException, InterruptedException {
        String listen = "127.0.0.1:" + Prometheus.freePort();
        List<String> words = new ArrayList<>(List.of(command));
        words.add("--web.listen-address=" + listen);
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Served served = new Served(process, URI.create("http://" + listen), user);
        Shell.await(command[0], served::answers);
        return served;
    }

    URI address() {
        return address;
    }

    private boolean answers() throws InterruptedException {
        try {
            return get().statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/metrics"));
        user.ifPresent(known -> request.header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(known.getBytes(StandardCharsets.UTF_8))));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    String page() throws IOException, InterruptedException {
        return get().body();
    }

    /** All series of a family that have these labels, written as in the page, added up. */
    double sum(String family, String... labels) throws IOException, InterruptedException {
        List<String> found = page().lines()
                .filter(line -> line.startsWith(family + "{") || line.startsWith(family + " "))
                .filter(line -> Stream.of(labels).allMatch(line::contains))
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError("no " + family + " with " + List.of(labels) + " at " + address);
        }
        return found.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
