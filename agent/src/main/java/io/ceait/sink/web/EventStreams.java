package io.ceait.sink.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Server-sent events, a thread per stream so that a client that does not read holds up nobody else; it is dropped when it
 * has not for a while, and comes back with the id of the last event that it saw.
 */
final class EventStreams {

    static final String TYPE = "text/event-stream; charset=utf-8";
    static final Response TOO_MANY =
            Response.text(503, "too many event streams: ask for /api/v1/series?since= now and then instead");

    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** Silence for longer tells a client that the agent is gone, also where no connection is closed. */
    private static final int PERIODS_OF_SILENCE = 2;

    private static final long IDLE_SECONDS = 30;
    private static final long FAREWELL_MILLIS = 1000;

    private final EventSource source;
    private final Watchdog watchdog;
    private final Duration patience;
    private final ThreadPoolExecutor threads;

    EventStreams(EventSource source, Watchdog watchdog, Limits limits) {
        this.source = source;
        this.watchdog = watchdog;
        patience = limits.patience();
        threads = new ThreadPoolExecutor(
                0,
                limits.streams(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                Workers.daemons("ceait-events"));
    }

    /** Answers with a stream; false, with nothing sent, when there are as many as there may be. */
    boolean take(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        try {
            threads.execute(() -> run(exchange, header == null ? "" : header));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void run(HttpExchange exchange, String lastId) {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", TYPE);
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            watchdog.guard(patience, () -> exchange.sendResponseHeaders(200, 0));
            OutputStream out = exchange.getResponseBody();
            send(out, "retry: 2000\n\n");
            tell(out, lastId);
        } catch (IOException e) {
            // The client is gone, which is its right.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(OutputStream out, String lastId) throws IOException, InterruptedException {
        String known = lastId;
        int silent = 0;
        boolean over = false;
        while (!over) {
            Optional<EventSource.Event> event = source.since(known);
            if (event.isPresent()) {
                send(out, text(event.get()));
                known = event.get().id();
                silent = 0;
                over = event.get().last();
            } else if (++silent == PERIODS_OF_SILENCE) {
                send(out, "event: beat\ndata:\n\n");
                silent = 0;
            }
            if (!over) {
                source.await(PERIOD);
            }
        }
    }

    private static String text(EventSource.Event event) {
        return "id: " + event.id() + "\nevent: " + event.name() + "\ndata: " + event.data() + "\n\n";
    }

    private void send(OutputStream out, String text) throws IOException {
        watchdog.guard(patience, () -> write(out, text));
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Lets the streams say their last word. */
    void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
