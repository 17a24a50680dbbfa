package io.ceait.sink.prometheus;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.ceait.run.RunSink;
import io.ceait.run.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves the metrics of a run, and whether it is alive and sampling. Read-only: nothing that is sent changes anything.
 */
public final class MetricsServer implements RunSink, Closeable {

    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final HttpServer server;
    private volatile @Nullable MetricsRegistry registry;

    private MetricsServer(HttpServer server) {
        this.server = server;
    }

    /**
     * Takes the address, so that a port in use is told before anything starts; serves once the run has.
     *
     * @throws IOException if the address cannot be bound
     */
    public static MetricsServer bind(InetSocketAddress address) throws IOException {
        HttpServer http = HttpServer.create(address, 16);
        MetricsServer server = new MetricsServer(http);
        http.createContext("/", exact("/", exchange -> server.notFound(exchange)));
        http.createContext("/metrics", exact("/metrics", server::metrics));
        http.createContext("/-/healthy", exact("/-/healthy", exchange -> text(exchange, 200, "healthy\n")));
        http.createContext("/-/ready", exact("/-/ready", server::ready));
        http.setExecutor(Executors.newFixedThreadPool(2, daemons()));
        http.start();
        return server;
    }

    private static ThreadFactory daemons() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "ceait-http-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Where it listens, with the port that the system gave for port 0. */
    public String endpoint() {
        InetSocketAddress address = server.getAddress();
        InetAddress host = address.getAddress();
        String name = host.getHostAddress();
        return "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + address.getPort();
    }

    @Override
    public String name() {
        return "prometheus";
    }

    @Override
    public void started(Supplier<Snapshot> snapshots) throws IOException {
        MetricsRegistry made = new MetricsRegistry(snapshots);
        // The first scrape loads classes for a tenth of a second: it is better spent now than beside the job.
        made.scrape(OutputStream.nullOutputStream(), PROMETHEUS_TEXT);
        registry = made;
    }

    private void metrics(HttpExchange exchange) throws IOException {
        MetricsRegistry ready = registry;
        if (ready == null) {
            text(exchange, 503, "the run has not begun yet\n");
            return;
        }
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        String type =
                accept != null && accept.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS_TEXT;
        ByteArrayOutputStream body = new ByteArrayOutputStream(16_384);
        ready.scrape(body, type);
        answer(exchange, 200, type, body.toByteArray());
    }

    private void ready(HttpExchange exchange) throws IOException {
        boolean sampling = registry != null;
        text(exchange, sampling ? 200 : 503, sampling ? "ready\n" : "the run has not begun yet\n");
    }

    private void notFound(HttpExchange exchange) throws IOException {
        text(exchange, 404, "not found: try /metrics\n");
    }

    /** {@link HttpServer} gives a context everything that begins with its path. */
    private static HttpHandler exact(String path, HttpHandler handler) {
        return exchange -> {
            try (exchange) {
                String method = exchange.getRequestMethod();
                if (!exchange.getRequestURI().getPath().equals(path)) {
                    text(exchange, 404, "not found: try /metrics\n");
                } else if (!method.equals("GET") && !method.equals("HEAD")) {
                    exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                    text(exchange, 405, "only GET and HEAD are answered\n");
                } else {
                    handler.handle(exchange);
                }
            }
        };
    }

    private static void text(HttpExchange exchange, int status, String body) throws IOException {
        answer(exchange, status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
