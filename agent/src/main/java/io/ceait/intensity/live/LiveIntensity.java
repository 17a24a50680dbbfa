package io.ceait.intensity.live;

import io.ceait.data.InputException;
import io.ceait.emission.IntensityFeed;
import io.ceait.emission.IntensityListener;
import io.ceait.emission.IntensityOrigin;
import io.ceait.http.Backoff;
import io.ceait.http.HttpSender;
import io.ceait.intensity.IntensitySeries;
import io.ceait.time.Clock;
import io.ceait.units.CarbonIntensity;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The intensity as a provider tells it while the run goes on. It is asked on a thread of its own; the tick sees what is
 * known. A value holds from its own time, though never in what is booked already, and for at most three hours; where none
 * holds the constant factor stands in, which the run counts.
 */
public final class LiveIntensity implements IntensityFeed {

    /** Grids publish by the hour or half-hour and some are late by one. */
    static final Duration LONGEST_AGE = Duration.ofHours(3);

    static final Duration REFRESH = Duration.ofMinutes(5);
    static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    /** What a provider may want. */
    static final Duration LONGEST_WANTED = Duration.ofHours(6);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LiveSource source;
    private final CarbonIntensity standIn;
    private final Clock clock;
    private final AnswerCache cache;
    private final Asker asker;
    private final Backoff backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, LONGEST_WANTED);
    private volatile @Nullable Known known;
    private int failures;
    private @Nullable ScheduledExecutorService thread;

    // Of the sampling thread alone.
    private boolean said;
    private @Nullable Known current;
    private long since;

    /** A value, from when it is, and until when it may be used. */
    private record Known(long fromMillis, long untilMillis, CarbonIntensity intensity) {}

    public LiveIntensity(LiveSource source, CarbonIntensity standIn, Clock clock, AnswerCache cache) {
        this(source, standIn, clock, cache, PATIENCE);
    }

    LiveIntensity(LiveSource source, CarbonIntensity standIn, Clock clock, AnswerCache cache, Duration patience) {
        this.source = source;
        this.standIn = standIn;
        this.clock = clock;
        this.cache = cache;
        this.asker = new Asker(source, new HttpSender(patience, clock::wallMillis));
    }

    @Override
    public void start() {
        ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "ceait-intensity");
            daemon.setDaemon(true);
            return daemon;
        });
        thread = asking;
        asking.execute(() -> askAndAskAgain(asking));
    }

    private void askAndAskAgain(ScheduledExecutorService asking) {
        Duration wait = LONGEST_WAIT;
        try {
            wait = poll();
        } finally {
            // Nothing that an answer does may be the end of asking: the executor would not tell.
            if (!asking.isShutdown()) {
                asking.schedule(() -> askAndAskAgain(asking), wait.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Takes what is kept if it is fresh, else asks once; returns after which time to do so again. */
    Duration poll() {
        long now = clock.wallMillis();
        try {
            Optional<AnswerCache.Kept> kept = cache.find(source.cacheName());
            if (kept.isPresent()) {
                long age = now - kept.get().millis();
                boolean fresh = age >= 0 && age < REFRESH.toMillis();
                // An old answer may still hold while the provider is asked for a new one.
                boolean usable = known == null ? takeKept(kept.get(), now) : fresh && takeKept(kept.get(), now);
                if (fresh && usable) {
                    return REFRESH.minusMillis(age).plusSeconds(1);
                }
            }
            String answer = asker.ask(now);
            take(answer, now);
            cache.keep(source.cacheName(), answer, now);
            if (failures > 0) {
                LoggerFactory.getLogger(LiveIntensity.class)
                        .info(
                                "{} gives carbon intensities again",
                                source.provider().title());
            }
            failures = 0;
            backoff.reset();
            return REFRESH;
        } catch (ProviderException e) {
            failed(e.getMessage());
            return backoff.afterFailure(e.notBefore());
        } catch (RuntimeException | Error e) {
            // Whatever an answer makes of this program, the run goes on without it.
            failed("asking " + source.provider().title() + " failed: "
                    + e.getClass().getSimpleName());
            return LONGEST_WAIT;
        }
    }

    boolean takeKept(AnswerCache.Kept kept, long now) {
        try {
            take(kept.text(), now);
            return true;
        } catch (ProviderException e) {
            // Somebody else's file, or one of another version.
            return false;
        }
    }

    private void take(String answer, long now) throws ProviderException {
        IntensitySeries series;
        try {
            series = IntensitySeries.parse(source.provider().title(), new StringReader(answer))
                    .forInventory();
        } catch (InputException e) {
            throw new ProviderException(
                    source.provider().title() + " gave no average carbon intensity that is understood");
        }
        int last = -1;
        for (int i = 0; i < series.size() && !series.time(i).isAfter(Instant.ofEpochMilli(now)); i++) {
            last = i;
        }
        if (last < 0) {
            throw new ProviderException(source.provider().title() + " gave no carbon intensity of now");
        }
        long from = series.time(last).toEpochMilli();
        Known fresh = new Known(from, from + LONGEST_AGE.toMillis(), series.intensity(last));
        if (fresh.untilMillis() <= now) {
            throw new ProviderException(source.provider().title() + " gave a carbon intensity of " + series.time(last)
                    + ", more than three hours ago");
        }
        if (!fresh.equals(known)) {
            known = fresh;
        }
    }

    private void failed(@Nullable String why) {
        failures++;
        if (failures == 1) {
            LoggerFactory.getLogger(LiveIntensity.class)
                    .warn("no carbon intensity: {}; what is known holds on for a while, then the constant factor", why);
        }
    }

    @Override
    public void tell(long fromMillis, long toMillis, IntensityListener listener) {
        Known latest = known;
        Known holds = latest != null && toMillis < latest.untilMillis() ? latest : null;
        if (holds != current || !said) {
            long begins = holds != null ? holds.fromMillis() : current != null ? current.untilMillis() : fromMillis;
            since = Math.max(fromMillis, Math.min(begins, toMillis));
            current = holds;
            said = true;
        } else if (since > toMillis) {
            // The wall clock was set back.
            since = fromMillis;
        }
        if (holds != null) {
            listener.from(since, holds.intensity(), IntensityOrigin.LIVE);
        } else {
            listener.from(since, standIn, IntensityOrigin.STAND_IN);
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
