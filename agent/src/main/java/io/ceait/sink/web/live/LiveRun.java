package io.ceait.sink.web.live;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.assessment.Assessment;
import io.ceait.run.Booked;
import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import io.ceait.run.Snapshot;
import io.ceait.sink.web.EventSource;
import io.ceait.sink.web.Request;
import io.ceait.sink.web.Response;
import io.ceait.sink.web.WebServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The live page and what it is fed with. At a tick power is booked into the history, which takes some nanoseconds a device;
 * all else happens when somebody asks, on the thread that serves them, and is shared with all who ask until there is news.
 */
public final class LiveRun implements RunSink, EventSource {

    /** A run that samples faster does not make more work than this for those who look at it. */
    private static final Duration FRESH = Duration.ofMillis(200);

    /** The totals as another output writes them: both say the same because one wrote them. */
    @FunctionalInterface
    public interface Totals {
        void write(JsonGenerator json, Assessment assessment) throws IOException;
    }

    private final Totals totals;
    private final Duration interval;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Supplier<Snapshot> snapshots;
    private volatile @Nullable PowerHistory history;
    private volatile long elapsedNanos;
    private @Nullable Frame latest;

    /** @param interval the nominal distance of samples */
    public LiveRun(Totals totals, Duration interval) {
        this.totals = totals;
        this.interval = interval;
    }

    /** Attaches the page, the two resources of the API and the events. */
    public void serveOn(WebServer server) {
        Page.serveOn(server);
        server.serve("/api/v1/run", this::run);
        server.serve("/api/v1/series", this::series);
        server.serveEvents("/events", this);
    }

    @Override
    public String name() {
        return "live page";
    }

    @Override
    public void started(Supplier<Snapshot> supplier) {
        snapshots = supplier;
    }

    @Override
    public void ticked(Booked booked) {
        PowerHistory power = history;
        if (power == null) {
            // At the first sample, before which nobody knows the devices.
            power = new PowerHistory(booked, interval);
            history = power;
        }
        power.book(booked);
        elapsedNanos = booked.elapsedNanos();
    }

    @Override
    public void ended(FinishedRun run) {
        over.countDown();
    }

    /** The run as it is, or was a moment ago; empty before it has begun. */
    private synchronized Optional<Frame> frame() throws IOException {
        Supplier<Snapshot> supplier = snapshots;
        PowerHistory power = history;
        if (supplier == null || power == null) {
            return Optional.empty();
        }
        boolean last = over.getCount() == 0;
        long now = elapsedNanos;
        Frame known = latest;
        if (known == null || known.isOlderThan(now, FRESH) || last != known.isLast()) {
            known = Frame.of(supplier.get(), totals, power, now, last);
            latest = known;
        }
        return Optional.of(known);
    }

    private Response run(Request request) throws IOException {
        return frame().map(frame -> Response.json(frame.run())).orElseGet(Response::notBegun);
    }

    private Response series(Request request) throws IOException {
        Optional<Frame> frame = frame();
        Optional<String> since = request.parameter("since");
        if (frame.isEmpty()) {
            return Response.notBegun();
        }
        return Response.json(
                since.isPresent()
                        ? frame.get().seriesSince(since.get())
                        : frame.get().wholeRun());
    }

    @Override
    public Optional<Event> since(String lastId) throws IOException {
        Optional<Frame> frame = frame();
        return frame.isPresent() && frame.get().hasNewsFor(lastId)
                ? Optional.of(frame.get().event(lastId))
                : Optional.empty();
    }

    @Override
    public void await(Duration longest) throws InterruptedException {
        boolean unused = over.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }
}
