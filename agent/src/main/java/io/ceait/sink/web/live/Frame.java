package io.ceait.sink.web.live;

import io.ceait.assessment.Assessment;
import io.ceait.json.Json;
import io.ceait.run.Snapshot;
import io.ceait.sink.web.EventSource.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The run at one instant, written once for all who look. What a client knows already it says with a mark: the beginning of
 * the run and the revision of the history, so that the mark of another run, on the same port, means nothing here.
 */
final class Frame {

    private static final long NOTHING = -1;

    /** Clients that are up to date share one answer; those that come back make few more. */
    private static final int KEPT_ANSWERS = 16;

    private final String run;
    private final String key;
    private final PowerHistory history;
    private final long revision;
    private final long elapsedNanos;
    private final boolean last;
    private final Map<Long, String> series = new HashMap<>();

    private Frame(String run, String key, PowerHistory history, long revision, long elapsedNanos, boolean last) {
        this.run = run;
        this.key = key;
        this.history = history;
        this.revision = revision;
        this.elapsedNanos = elapsedNanos;
        this.last = last;
    }

    static Frame of(Snapshot snapshot, LiveRun.Totals totals, PowerHistory history, long elapsedNanos, boolean last)
            throws IOException {
        // Before anything newer can be booked: what is booked meanwhile is told again with the next frame.
        long revision = history.revision();
        Assessment assessment = Assessment.of(snapshot);
        String run = Json.text(
                json -> {
                    totals.write(json, assessment);
                    NowJson.write(json, snapshot);
                },
                false);
        String key = Long.toString(snapshot.firstSample().toEpochMilli());
        return new Frame(run, key, history, revision, elapsedNanos, last);
    }

    boolean isOlderThan(long nowNanos, Duration age) {
        return nowNanos - elapsedNanos >= age.toNanos();
    }

    /** Whether nothing will follow. */
    boolean isLast() {
        return last;
    }

    String run() {
        return run;
    }

    String wholeRun() {
        return Json.text(json -> SeriesJson.write(json, history.wholeRun(), mark()), false);
    }

    synchronized String seriesSince(String mark) {
        long known = revision(mark);
        String text = series.get(known);
        if (text == null) {
            text = Json.text(json -> SeriesJson.write(json, history.since(known), mark()), false);
            if (series.size() < KEPT_ANSWERS) {
                series.put(known, text);
            }
        }
        return text;
    }

    boolean hasNewsFor(String mark) {
        return last || revision(mark) != revision;
    }

    Event event(String mark) {
        return new Event(mark(), "update", "{\"run\":" + run + ",\"series\":" + seriesSince(mark) + "}", last);
    }

    private String mark() {
        return key + "-" + revision;
    }

    private long revision(String mark) {
        if (mark.startsWith(key + "-")) {
            try {
                long known = Long.parseLong(mark.substring(key.length() + 1));
                return known <= revision ? known : NOTHING;
            } catch (NumberFormatException e) {
                return NOTHING;
            }
        }
        return NOTHING;
    }
}
