package io.ceait.sink.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The one HTTP server. Read-only: nothing that is sent changes anything. It takes its address before the run begins and
 * answers from then on; what is served is attached with {@link #serve}.
 */
public final class WebServer implements Closeable {

    private static final int BACKLOG = 64;

    private final HttpServer http;
    private final AccessSource access;
    private final HostNames hosts;
    private final Workers workers;
    private final Watchdog watchdog = new Watchdog();
    private final Map<String, Resource> resources = new ConcurrentHashMap<>();
    private final Map<String, EventStreams> streams = new ConcurrentHashMap<>();
    private final Limits limits;

    private WebServer(HttpServer http, AccessSource access, Limits limits) {
        this.http = http;
        this.access = access;
        this.limits = limits;
        hosts = new HostNames(http.getAddress().getAddress());
        workers = new Workers(limits, watchdog);
    }

    /**
     * Takes the address, so that a port in use is told before anything starts.
     *
     * @throws IOException if the address cannot be bound
     */
    public static WebServer bind(InetSocketAddress address, AccessSource access) throws IOException {
        return bind(address, access, Limits.DEFAULT);
    }

    static WebServer bind(InetSocketAddress address, AccessSource access, Limits limits) throws IOException {
        Limits.applyToJdkServer();
        Optional<X509ExtendedKeyManager> tls = access.current().tls();
        HttpServer http = tls.isPresent()
                ? https(address, new ServerKeys(access, tls.get()))
                : HttpServer.create(address, BACKLOG);
        WebServer server = new WebServer(http, access, limits);
        http.createContext("/", server::handle);
        http.setExecutor(server.workers);
        server.serve("/-/healthy", request -> Response.text(200, "healthy"));
        http.start();
        return server;
    }

    private static HttpServer https(InetSocketAddress address, ServerKeys keys) throws IOException {
        HttpsServer https = HttpsServer.create(address, BACKLOG);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {keys}, null, null);
            https.setHttpsConfigurator(new HttpsConfigurator(context));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has TLS", e);
        }
        return https;
    }

    /** Attaches what is served at exactly this path. */
    public void serve(String path, Resource resource) {
        resources.put(path, resource);
    }

    /** Attaches a stream of events at this path, for as many clients as the limits allow. */
    public void serveEvents(String path, EventSource source) {
        streams.put(path, new EventStreams(source, watchdog, limits));
    }

    /** Where it listens, with the port that the system gave for port 0. */
    public String endpoint() {
        InetSocketAddress address = http.getAddress();
        String scheme = http instanceof HttpsServer ? "https" : "http";
        return scheme + "://" + HostNames.literal(address.getAddress()) + ":" + address.getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        setCommonHeaders(exchange.getResponseHeaders());
        Optional<Response> refused = refusal(exchange, path);
        EventStreams events = streams.get(path);
        if (refused.isEmpty() && events != null && !isHead(exchange)) {
            if (events.take(exchange)) {
                // Closed by its stream when that has ended.
                return;
            }
            refused = Optional.of(EventStreams.TOO_MANY);
        }
        try (exchange) {
            send(exchange, refused.isPresent() ? refused.get() : answer(exchange, path));
        }
    }

    /** Why this request is not answered. Who is refused learns nothing of what there is. */
    private Optional<Response> refusal(HttpExchange exchange, String path) {
        if (!hosts.allows(exchange.getRequestHeaders().getFirst("Host"))) {
            return Optional.of(Response.text(
                    421, "this server goes by localhost, 127.0.0.1 and [::1] alone: a proxy must send such a Host"));
        }
        Optional<Response> unauthorised = access.current().refusal(exchange);
        if (unauthorised.isPresent()) {
            return unauthorised;
        }
        if (!resources.containsKey(path) && !streams.containsKey(path)) {
            return Optional.of(Response.text(404, "not found: try / or /metrics"));
        }
        if (!exchange.getRequestMethod().equals("GET") && !isHead(exchange)) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Optional.of(Response.text(405, "only GET and HEAD are answered"));
        }
        return Optional.empty();
    }

    private Response answer(HttpExchange exchange, String path) throws IOException {
        Resource resource = resources.get(path);
        // What is no resource is a stream whose headers alone are asked for.
        return resource == null ? Response.ok(EventStreams.TYPE, new byte[0]) : resource.get(new Request(exchange));
    }

    private static boolean isHead(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("HEAD");
    }

    /** Even a text that slipped into a page could load and run nothing, and no other site may read or frame what is here. */
    private static void setCommonHeaders(Headers headers) {
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-cache");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", response.type());
        boolean empty = isHead(exchange) || response.body().length == 0;
        exchange.sendResponseHeaders(response.status(), empty ? -1 : response.body().length);
        if (!empty) {
            exchange.getResponseBody().write(response.body());
        }
    }

    /** Ends the event streams, after their last event, and gives the address back. */
    @Override
    public void close() {
        streams.values().forEach(EventStreams::close);
        http.stop(0);
        workers.close();
        watchdog.close();
    }
}
