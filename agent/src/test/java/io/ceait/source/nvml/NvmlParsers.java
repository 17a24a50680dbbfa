package io.ceait.source.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.fuzz.Inputs;
import io.ceait.source.JobProcesses;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntConsumer;

/** Fuzz harnesses of this package: what a driver leaves in memory. */
public final class NvmlParsers {

    private static final List<Call> LISTS = List.of(
            Call.RUNNING_V3,
            Call.RUNNING_DETAIL,
            Call.RUNNING_V2,
            Call.RUNNING_V1,
            Call.PROCESS_UTILISATION,
            Call.PROCESS_UTILISATION_INFO);

    private static final long NOW = 1_000_000_000L;

    private NvmlParsers() {}

    /** A string, with its zero byte or without one. */
    public static void text(byte[] input) {
        Scratch scratch = new Scratch(Math.max(96, input.length));
        scratch.poison(96, -1L);
        scratch.view().put(0, input);
        String text = scratch.text(96);
        assertThat(text).doesNotContain("\0");
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(96 * 3);
    }

    /** A list of processes: the first byte says which call it answers, the others are its memory, the count among them. */
    public static void processes(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Call call = LISTS.get(Math.floorMod(input[0], LISTS.size()));
        ProcessRows rows = new ProcessRows();
        rows.poison();
        int written = Math.min(input.length - 1, rows.scratch().view().capacity());
        rows.scratch().view().put(0, input, 1, written);
        rows.take(call);
        assertThat(rows.rows()).isBetween(0, rows.capacity());
        UseFrame frame = new UseFrame();
        if (call == Call.PROCESS_UTILISATION || call == Call.PROCESS_UTILISATION_INFO) {
            frame.takeSamples(rows);
            use(frame);
        } else {
            frame.takeRunning(rows);
            Holders holders = new Holders();
            holders.take(frame, new Half());
            assertThat(holders.share()).isBetween(0.0, 1.0);
        }
        rows.grow(call);
        assertThat(rows.capacity()).isBetween(1, ProcessRows.MOST_ENTRIES);
    }

    private static void use(UseFrame frame) {
        ProcessUse use = new ProcessUse();
        for (int i = 0; i < frame.samples; i++) {
            if (use.accepts(frame.samplePids[i], frame.sampleStamps[i], frame.sampleSm[i], NOW)) {
                use.take(
                        frame.samplePids[i],
                        frame.samplePids[i] % 2 == 0,
                        frame.sampleStamps[i],
                        (int) frame.sampleSm[i],
                        0,
                        NOW);
            }
        }
        use.polled(NOW, NOW);
        // By stamps of centuries the work up to now may be less than nothing; what is told of it never is.
        for (double work : new double[] {use.jobMicros(NOW), use.busyMicros(NOW)}) {
            SmoothTotal told = new SmoothTotal();
            told.approach(work, use.busyRate(NOW), NOW / 1e3, true);
            assertThat(told.micros()).isNotNegative();
        }
    }

    /** A job of every second process. */
    private record Half() implements JobProcesses {

        @Override
        public boolean containsProcess(int pid) {
            return pid % 2 == 0;
        }

        @Override
        public void forEachProcess(IntConsumer action) {}
    }

    public static void version(byte[] input) {
        int unused = Discovery.branch(Inputs.text(input));
    }
}
