package io.ceait.run;

import io.ceait.energy.DeviceInterval;
import io.ceait.energy.Ledger;
import io.ceait.sampling.Sample;
import java.io.IOException;
import java.nio.file.Path;

/** Meters a journal again. */
final class Replay {

    private Replay() {}

    static Meter intervals(Path journal, RunDescription run, IntervalVisitor visitor) throws IOException {
        Meter meter = new Meter(run);
        Ledger ledger = meter.ledger();
        try (JournalReader reader =
                new JournalReader(journal, run.channels().size(), run.uses().size(), meter::intensityFrom)) {
            for (Sample sample = reader.next(); sample != null; sample = reader.next()) {
                meter.accept(sample);
                for (int i = 0; i < ledger.deviceCount(); i++) {
                    DeviceInterval interval = ledger.interval(i);
                    if (interval.isBooked()) {
                        visitor.interval(
                                sample.wallMillis(),
                                sample.elapsedNanos(),
                                ledger.device(i),
                                interval,
                                meter.emissions().lastIntensity(i),
                                meter.emissions().lastKilograms(i));
                    }
                }
            }
        }
        return meter;
    }
}
