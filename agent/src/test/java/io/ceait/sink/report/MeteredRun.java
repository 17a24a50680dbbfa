package io.ceait.sink.report;

import io.ceait.attribution.Policy;
import io.ceait.card.CardField;
import io.ceait.card.ModelCard;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.emission.Declarations;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.EmissionLedger;
import io.ceait.emission.IntensityFactor;
import io.ceait.energy.DeviceInterval;
import io.ceait.energy.Ledger;
import io.ceait.machine.Topology;
import io.ceait.run.ClockJumps;
import io.ceait.run.FinishedRun;
import io.ceait.run.IntervalVisitor;
import io.ceait.run.RunDescription;
import io.ceait.run.RunDescription.SettingValue;
import io.ceait.run.RunDescription.TargetDescription;
import io.ceait.run.RunDirectory;
import io.ceait.run.RunIdentity;
import io.ceait.run.RunStatus;
import io.ceait.run.Snapshot;
import io.ceait.sampling.Sample;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Mass;
import io.ceait.units.Power;
import io.ceait.units.Pue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A run of one measured package and estimated memory, one sample a second, metered by the real ledger from powers that a
 * test states. {@code text} stands wherever a text from outside can stand.
 */
final class MeteredRun {

    private static final int JOB_CPUS = 1;
    private static final int CPUS = 4;
    private static final int MISSING = -1;

    private final RunDirectory directory;
    private final RunDescription run;
    private final double[] cpuWatts;
    private final Snapshot snapshot;

    MeteredRun(RunDirectory directory, String text, double... cpuWatts) throws IOException {
        this.directory = directory;
        this.cpuWatts = cpuWatts.clone();
        run = describe(text);
        Ledger ledger = new Ledger(run.channels(), List.of());
        EmissionLedger emissions = new EmissionLedger(run.factors(), run.headline(), ledger.deviceCount());
        play(ledger, () -> emissions.accept(ledger, 0, Duration.ofSeconds(1).toNanos()));
        Map<String, Mass> byDevice = new LinkedHashMap<>();
        for (int i = 0; i < ledger.deviceCount(); i++) {
            byDevice.put(ledger.device(i).id(), emissions.emissions(i));
        }
        Instant start = Instant.parse("2026-11-22T10:00:00Z");
        snapshot = new Snapshot(
                run,
                RunStatus.COMPLETED,
                start,
                start.plusSeconds(cpuWatts.length),
                ledger.books(),
                byDevice,
                emissions.intensity(),
                Duration.ofSeconds((long) cpuWatts.length * JOB_CPUS),
                Map.of("proc", Duration.ofSeconds((long) cpuWatts.length * JOB_CPUS)),
                OptionalLong.empty(),
                "proc",
                OptionalLong.empty(),
                OptionalInt.empty(),
                OptionalInt.of(3),
                List.of(),
                List.of(),
                Map.of(),
                cpuWatts.length + 1L,
                Duration.ofMillis(1),
                0,
                ClockJumps.NONE,
                Optional.empty(),
                Optional.empty());
    }

    private static RunDescription describe(String text) {
        Device cpu = new Device("cpu0", DeviceType.CPU, text);
        Device ram = new Device("ram", DeviceType.RAM, text);
        Channel model = new Channel(
                "ram-model:ram",
                ram,
                "ram-model",
                Quality.ESTIMATED,
                Channel.Role.PRIMARY,
                Channel.NEVER_WRAPS,
                Optional.of(Power.ofWatts(10)));
        Channel counter = new Channel(
                "intel-rapl:0",
                cpu,
                "rapl",
                Quality.MEASURED,
                Channel.Role.PRIMARY,
                Channel.NEVER_WRAPS,
                Optional.of(Power.ofWatts(1000)));
        IntensityFactor intensity = IntensityFactor.stated(CarbonIntensity.ofKilogramsPerKilowattHour(0.5), text);
        return new RunDescription(
                "0.1.0",
                new RunIdentity(text, text),
                new TargetDescription("pid", List.of(4242), "", "proc"),
                Duration.ofSeconds(1),
                Policy.OCCUPANCY,
                EmissionFactors.of(new EmissionFactors.StatedPue(Pue.of(1.2), text), intensity),
                Declarations.none(),
                text,
                new Topology(text, false, List.of(new Topology.Package(0, CPUS))),
                List.of(counter, model),
                List.of(),
                Map.of("ram-model:ram", text),
                List.of(new Finding(text, text, new Unavailable(Reason.DENIED, text, text))),
                List.of(new SettingValue("zone", text, text)),
                new ModelCard(
                        Map.of(CardField.MODEL_NAME, text, CardField.TRAINING_EPOCHS, "4"), Map.of(text, text), text),
                Optional.empty());
    }

    Snapshot snapshot() {
        return snapshot;
    }

    FinishedRun finished() {
        return new FinishedRun(snapshot, directory);
    }

    void replay(IntervalVisitor visitor) throws IOException {
        Ledger ledger = new Ledger(run.channels(), List.of());
        List<IOException> failures = new ArrayList<>();
        long[] tick = new long[1];
        play(ledger, () -> {
            for (int i = 0; i < ledger.deviceCount(); i++) {
                DeviceInterval interval = ledger.interval(i);
                if (interval.isBooked()) {
                    try {
                        visitor.interval(
                                0,
                                Duration.ofSeconds(tick[0]).toNanos(),
                                ledger.device(i),
                                interval,
                                CarbonIntensity.ofKilogramsPerKilowattHour(0.5),
                                0);
                    } catch (IOException e) {
                        failures.add(e);
                    }
                }
            }
            tick[0]++;
        });
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    /** A power below 0 is a reading that failed. */
    private void play(Ledger ledger, Runnable afterEach) {
        Sample sample = new Sample(2, 0);
        double microjoules = 0;
        for (int tick = 0; tick <= cpuWatts.length; tick++) {
            double watts = tick == 0 ? 0 : cpuWatts[tick - 1];
            long second = Duration.ofSeconds(1).toNanos();
            sample.at(tick, tick * 1000L, tick * second, tick == 0 ? 0 : second);
            sample.flags(false, false, tick == cpuWatts.length);
            sample.machine(tick * 2_000_000L, CPUS, 4_000_000_000L, 16_000_000_000L);
            sample.job(tick * 1_000_000L * JOB_CPUS, 1_000_000_000L, 3, 3);
            if (watts < 0) {
                sample.readings().unavailable(0, new Unavailable(Reason.FAILED, "", ""));
                microjoules += 100e6;
            } else {
                microjoules += watts * 1e6;
                sample.readings().counter(0, (long) microjoules);
            }
            sample.readings().counter(1, tick * 6_000_000L);
            ledger.accept(sample);
            afterEach.run();
        }
    }

    /** {@code seconds} of 100 W, to be changed in places. */
    static double[] steady(int seconds) {
        double[] watts = new double[seconds];
        Arrays.fill(watts, 100);
        return watts;
    }

    static double missing() {
        return MISSING;
    }
}
