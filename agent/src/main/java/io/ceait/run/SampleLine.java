package io.ceait.run;

import io.ceait.kernel.Cursor;
import io.ceait.sampling.Sample;
import io.ceait.source.Readings;
import io.ceait.source.Unavailable;
import io.ceait.source.UseMeans;
import io.ceait.target.JobAccount;
import io.ceait.target.JobAccount.CpuMeans;
import io.ceait.target.JobAccount.Loss;
import io.ceait.target.JobAccount.MemoryMeans;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One line of a journal that is a sample, as {@link Journal#append} wrote it. Reading it costs no garbage, but for where the
 * job's account changed.
 */
final class SampleLine {

    private static final Map<String, Unavailable> REASONS = new HashMap<>();

    static {
        for (Unavailable.Reason reason : Unavailable.Reason.values()) {
            REASONS.put(reason.label(), new Unavailable(reason, "as the journal says", ""));
        }
    }

    private static final UseMeans[] MEANS = UseMeans.values();
    private static final CpuMeans[] CPU_MEANS = CpuMeans.values();
    private static final MemoryMeans[] MEMORY_MEANS = MemoryMeans.values();
    private static final Loss[] LOSSES = Loss.values();

    private static final String RESUMED = ",\"resumed\":1";

    private final Cursor cursor = new Cursor();
    private byte[] line = new byte[0];
    private long tick;
    private long wallMillis;
    private long elapsedNanos;
    private long intervalNanos;

    /**
     * Reads a line into a sample, all but its place in the run: that is asked of this object, for it depends on what was
     * read before.
     *
     * @return false if it is no sample of so many readings; what the sample holds then means nothing
     */
    boolean read(byte[] bytes, int length, Sample into) {
        line = bytes;
        cursor.over(bytes, length);
        tick = field("{\"tick\":");
        wallMillis = field(",\"time_ms\":");
        elapsedNanos = field(",\"elapsed_ns\":");
        intervalNanos = field(",\"interval_ns\":");
        long late = field(",\"late\":");
        long gap = field(",\"gap\":");
        long last = field(",\"last\":");
        boolean resumed = cursor.skip(RESUMED);
        long busy = field(",\"busy_us\":");
        long cpus = field(",\"cpus\":");
        long used = field(",\"used_b\":");
        long installed = field(",\"installed_b\":");
        long job = field(",\"job_us\":");
        long jobBytes = field(",\"job_b\":");
        long processes = field(",\"processes\":");
        long seen = field(",\"seen\":");
        if (seen == Cursor.NONE || tick < 0 || elapsedNanos < 0 || intervalNanos < 0) {
            return false;
        }
        into.flags(late != 0, gap != 0, last != 0);
        into.resumed(resumed);
        into.machine(busy, (int) cpus, used, installed);
        into.job(job, jobBytes, (int) processes, (int) seen);
        return parseAccount(into) && cursor.skip(",\"uj\":[") && parseReadings(into.readings());
    }

    long tick() {
        return tick;
    }

    long wallMillis() {
        return wallMillis;
    }

    long elapsedNanos() {
        return elapsedNanos;
    }

    /** As the agent measured it: since the sample that it took before, be that in the journal or not. */
    long intervalNanos() {
        return intervalNanos;
    }

    /** Told where it changed: until then the one before holds. */
    private boolean parseAccount(Sample sample) {
        if (!cursor.skip(",\"account\":{\"cpu\":\"")) {
            return true;
        }
        CpuMeans cpu = oneOf(CPU_MEANS, CpuMeans::label);
        MemoryMeans memory = cursor.skip("\",\"memory\":\"") ? oneOf(MEMORY_MEANS, MemoryMeans::label) : null;
        Loss loss = cursor.skip("\",\"lost\":\"") ? oneOf(LOSSES, Loss::label) : null;
        long unwaited = field("\",\"unwaited\":");
        long unwaitedMicroseconds = field(",\"unwaited_us\":");
        long strays = 0;
        long strayMicroseconds = 0;
        if (!cursor.skip("}")) {
            // One of an earlier agent ends here.
            strays = field(",\"strays\":");
            strayMicroseconds = field(",\"stray_us\":");
            if (!cursor.skip("}")) {
                return false;
            }
        }
        if (cpu == null
                || memory == null
                || loss == null
                || unwaitedMicroseconds == Cursor.NONE
                || strayMicroseconds == Cursor.NONE) {
            return false;
        }
        sample.account(new JobAccount(cpu, memory, loss, unwaited, unwaitedMicroseconds, strays, strayMicroseconds));
        return true;
    }

    private boolean parseReadings(Readings readings) {
        for (int i = 0; i < readings.channels(); i++) {
            if (i > 0 && !cursor.skip(",")) {
                return false;
            }
            if (cursor.skip("\"")) {
                Unavailable why = reason();
                if (why == null) {
                    return false;
                }
                readings.unavailable(i, why);
            } else {
                long value = cursor.number();
                if (value == Cursor.NONE) {
                    return false;
                }
                readings.counter(i, value);
            }
        }
        return cursor.skip("]") && (readings.uses() == 0 || parseUses(readings)) && cursor.skip("}") && cursor.atEnd();
    }

    private boolean parseUses(Readings readings) {
        if (!cursor.skip(",\"use_us\":[")) {
            return false;
        }
        for (int i = 0; i < readings.uses(); i++) {
            if (!cursor.skip(i > 0 ? ",[\"" : "[\"")) {
                return false;
            }
            UseMeans means = oneOf(MEANS, UseMeans::label);
            long job = field("\",");
            long busy = field(",");
            long held = field(",");
            if (means == null || held == Cursor.NONE || !cursor.skip("]")) {
                return false;
            }
            readings.use(i, means, job, busy, held);
        }
        return cursor.skip("]");
    }

    /** The longest label that stands here: one may be the beginning of another. */
    private <T> @Nullable T oneOf(T[] all, Function<T, String> label) {
        T longest = null;
        for (T one : all) {
            if (cursor.looksAt(label.apply(one))
                    && (longest == null
                            || label.apply(one).length() > label.apply(longest).length())) {
                longest = one;
            }
        }
        return longest != null && cursor.skip(label.apply(longest)) ? longest : null;
    }

    private @Nullable Unavailable reason() {
        for (Map.Entry<String, Unavailable> entry : REASONS.entrySet()) {
            if (cursor.skip(entry.getKey())) {
                return cursor.skip("\"") ? entry.getValue() : null;
            }
        }
        return null;
    }

    /** The number behind a key. Once one is missing all that follow are. */
    private long field(String key) {
        if (!cursor.skip(key)) {
            cursor.over(line, 0);
            return Cursor.NONE;
        }
        return cursor.number();
    }
}
