package io.ceait.run;

import io.ceait.data.TextFiles;
import io.ceait.device.Device;
import io.ceait.energy.DeviceInterval;
import io.ceait.units.CarbonIntensity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets all sinks write a finished run, in one pass over its journal. One that fails is told about, leaves nothing behind
 * and does not keep the others from writing. That holds for errors of the JVM as well: out of files or of memory, a class
 * that is needed here first cannot be loaded.
 */
final class Outputs implements RunWriter {

    private final List<Output> open = new ArrayList<>();
    private boolean complete = true;

    private record Output(RunSink sink, RunWriter writer) {}

    private Outputs() {}

    /**
     * Writes everything.
     *
     * @param replay what goes through the run once more
     * @return whether every output is where it belongs
     */
    static boolean write(FinishedRun run, Replay replay, List<RunSink> sinks) {
        Outputs outputs = new Outputs();
        for (RunSink sink : sinks) {
            outputs.open(sink, run);
        }
        if (!outputs.open.isEmpty()) {
            outputs.pass(replay);
        }
        for (RunSink sink : sinks) {
            try {
                sink.ended(run);
            } catch (IOException | RuntimeException | Error e) {
                outputs.failed(sink, e);
            }
        }
        return outputs.complete;
    }

    private void open(RunSink sink, FinishedRun run) {
        try {
            sink.writer(run).ifPresent(writer -> open.add(new Output(sink, writer)));
        } catch (IOException | RuntimeException | Error e) {
            failed(sink, e);
        }
    }

    private void pass(Replay replay) {
        try {
            replay.through(this);
            finish();
        } catch (IOException | RuntimeException | Error e) {
            // Without the journal no file that is made from it can be whole.
            while (!open.isEmpty()) {
                drop(0, e);
            }
        }
    }

    @Override
    public void interval(
            long wallMillis,
            long elapsedNanos,
            Device device,
            DeviceInterval interval,
            CarbonIntensity intensity,
            double kilograms) {
        for (int i = 0; i < open.size(); i++) {
            try {
                open.get(i).writer.interval(wallMillis, elapsedNanos, device, interval, intensity, kilograms);
            } catch (IOException | RuntimeException | Error e) {
                drop(i--, e);
            }
        }
    }

    @Override
    public void sampled(long elapsedNanos, Supplier<Snapshot> soFar) {
        for (int i = 0; i < open.size(); i++) {
            try {
                open.get(i).writer.sampled(elapsedNanos, soFar);
            } catch (IOException | RuntimeException | Error e) {
                drop(i--, e);
            }
        }
    }

    @Override
    public void finish() {
        while (!open.isEmpty()) {
            try {
                open.get(0).writer.finish();
                close(open.remove(0));
            } catch (IOException | RuntimeException | Error e) {
                drop(0, e);
            }
        }
    }

    private void drop(int index, Throwable why) {
        Output output = open.remove(index);
        failed(output.sink, why);
        close(output);
    }

    private static void close(Output output) {
        try {
            output.writer.close();
        } catch (IOException | RuntimeException | Error e) {
            log().warn("what {} left behind could not be removed: {}", output.sink.name(), e.getMessage());
        }
    }

    private void failed(RunSink sink, Throwable why) {
        complete = false;
        log().error("{} could not be written: {}", sink.name(), TextFiles.reason(why));
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Outputs.class);
    }
}
