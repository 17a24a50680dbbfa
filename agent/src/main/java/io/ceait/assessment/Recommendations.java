package io.ceait.assessment;

import io.ceait.assessment.DeviceUse.Stretch;
import io.ceait.assessment.Timeline.Moment;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.IntensityCatalog;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.PueSource;
import io.ceait.emission.RelativeUncertainty;
import io.ceait.text.Message;
import io.ceait.text.Notice;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What this run says could be done better, each with the number that says so. What its data do not tell is not advised. */
public final class Recommendations {

    /** An idle time that is a lesser part of the run is a beginning and an end. */
    private static final double WORTH_NAMING = 0.05;

    /** Somebody's GPU pauses, and the job's waits for it to begin: only one that rests all along is nobody's. */
    private static final double NOBODYS = 1 - WORTH_NAMING;

    private static final double LOW_GPU_OCCUPANCY = 0.6;
    private static final double LOW_CPU_OCCUPANCY = 0.5;
    private static final double HIGH_PUE = 1.2;

    /** Two regions whose factors differ by less may change places next year. */
    private static final double BETTER_ZONE = 0.9;

    private static final double BETTER_HOURS = 0.95;

    private enum Say implements Message {
        IDLE_GPUS,
        UNUSED_GPUS,
        GPU_TIME,
        GPU_OCCUPANCY,
        GPU_OCCUPANCY_ALONE,
        CPU_OCCUPANCY,
        HOURS,
        ZONE,
        PUE,
        STATE_PUE;

        @Override
        public String key() {
            return Message.key("advice", this);
        }
    }

    private final Assessment assessment;
    private final List<Notice> list = new ArrayList<>();

    private Recommendations(Assessment assessment) {
        this.assessment = assessment;
    }

    /** Those that the run supports; empty when it gives no reason for any. */
    public static List<Notice> of(Assessment assessment, Timeline timeline) {
        Recommendations recommendations = new Recommendations(assessment);
        if (assessment.energy().joules() > 0) {
            List<DeviceUse> gpus = timeline.uses(DeviceType.GPU);
            List<DeviceUse> cpus = timeline.uses(DeviceType.CPU);
            boolean shared = gpus.stream().anyMatch(DeviceUse::isShared);
            recommendations.gpusWithoutWork(gpus, DeviceUse::idle, WORTH_NAMING, Say.IDLE_GPUS);
            recommendations.gpusWithoutWork(gpus, DeviceUse::unused, NOBODYS, Say.UNUSED_GPUS);
            recommendations.occupancy(gpus, LOW_GPU_OCCUPANCY, shared ? Say.GPU_OCCUPANCY_ALONE : Say.GPU_OCCUPANCY);
            recommendations.occupancy(cpus, LOW_CPU_OCCUPANCY, Say.CPU_OCCUPANCY);
            recommendations.hours(timeline);
            recommendations.zone();
            recommendations.pue();
        }
        return List.copyOf(recommendations.list);
    }

    private void gpusWithoutWork(List<DeviceUse> gpus, Function<DeviceUse, Stretch> stretch, double least, Say say) {
        double length = assessment.snapshot().books().elapsedNanos();
        List<DeviceUse> some = gpus.stream()
                .filter(gpu -> stretch.apply(gpu).time().toNanos() > least * length)
                .toList();
        if (some.isEmpty()) {
            return;
        }
        Energy energy = Stretch.sum(some.stream().map(stretch).toList()).energy();
        List<Notice> each = some.stream()
                .map(gpu -> Notice.of(
                        Say.GPU_TIME,
                        gpu.device().id(),
                        percent(stretch.apply(gpu).time().toNanos() / length)))
                .toList();
        list.add(Notice.of(say, each, percent(DeviceUse.IDLE), kilowattHours(energy)));
    }

    /** Of what others leave to the job: what they use is not wasted. */
    private void occupancy(List<DeviceUse> devices, double low, Say say) {
        Stretch all = Stretch.sum(devices.stream().map(DeviceUse::ofTheJob).toList());
        if (all.energy().joules() > 0 && all.share() < low * (1 - all.others())) {
            list.add(Notice.of(say, percent(all.share()), kilowattHours(all.energy()), kilowattHours(all.jobEnergy())));
        }
    }

    /** What the dirtiest quarter of the run's time emitted, and would have at the mean of the cleanest quarter. */
    private void hours(Timeline timeline) {
        List<Moment> known = timeline.moments().stream()
                .filter(moment -> moment.intensity().isPresent())
                .sorted(Comparator.comparing(moment -> moment.intensity().orElseThrow()))
                .toList();
        int quarter = known.size() / 4;
        if (quarter == 0) {
            return;
        }
        double clean = known.subList(0, quarter).stream()
                .mapToDouble(m -> m.intensity().orElseThrow().kilogramsPerKilowattHour())
                .average()
                .orElse(0);
        double dirty = 0;
        double emitted = 0;
        double otherwise = 0;
        for (Moment moment : known.subList(known.size() - quarter, known.size())) {
            double here = moment.intensity().orElseThrow().kilogramsPerKilowattHour();
            dirty += here / quarter;
            emitted += moment.emissions().kilograms();
            otherwise += here > 0 ? moment.emissions().kilograms() * clean / here : 0;
        }
        if (otherwise < BETTER_HOURS * emitted) {
            list.add(Notice.of(
                    Say.HOURS,
                    Text.significant(dirty),
                    kilograms(Mass.ofKilograms(emitted)),
                    Text.significant(clean),
                    kilograms(Mass.ofKilograms(otherwise))));
        }
    }

    /** Where the same authority or provider publishes a lower factor of the same kind: other kinds do not compare. */
    private void zone() {
        IntensityFactor here = assessment.intensity();
        if (here.quality() == Quality.SUBSTITUTED || neighbourhood(here.zone()).isEmpty()) {
            return;
        }
        String prefix = neighbourhood(here.zone()).get();
        Optional<IntensityFactor> best = IntensityCatalog.bundled().list(prefix).stream()
                .filter(factor -> factor.zone().startsWith(prefix))
                .filter(factor -> factor.kind().equals(here.kind()) && factor.reach() == here.reach())
                .filter(factor -> factor.vintage().equals(here.vintage()))
                .min(Comparator.comparing(IntensityFactor::intensity));
        best.filter(other -> other.intensity().kilogramsPerKilowattHour()
                        < BETTER_ZONE * here.intensity().kilogramsPerKilowattHour())
                .ifPresent(other -> list.add(Notice.of(
                        Say.ZONE,
                        other.zone() + " (" + other.name() + ")",
                        Text.significant(other.intensity().kilogramsPerKilowattHour()),
                        Text.significant(here.intensity().kilogramsPerKilowattHour()),
                        here.zone(),
                        kilograms(Mass.ofKilograms(assessment.emissions().kilograms()
                                * other.intensity().kilogramsPerKilowattHour()
                                / here.intensity().kilogramsPerKilowattHour())),
                        kilograms(assessment.emissions()))));
    }

    /** Regions that a user can choose between: those of one cloud provider, or of one country. */
    private static Optional<String> neighbourhood(String zone) {
        int provider = zone.indexOf(':');
        int country = zone.indexOf('-');
        if (provider > 0) {
            return Optional.of(zone.substring(0, provider + 1));
        }
        return country > 0 ? Optional.of(zone.substring(0, country + 1)) : Optional.empty();
    }

    private void pue() {
        EmissionFactors factors = assessment.snapshot().run().factors();
        double pue = factors.pue().value();
        if (factors.pueSource().quality() != Quality.SUBSTITUTED) {
            if (pue > HIGH_PUE) {
                double overhead = 1 - 1 / pue;
                list.add(Notice.of(
                        Say.PUE,
                        factors.pue(),
                        percent(overhead),
                        kilograms(Mass.ofKilograms(assessment.emissions().kilograms() * overhead))));
            }
            return;
        }
        double now = assessment.emissionsUncertainty().value();
        double substituted =
                assessment.assumed().ofPue(factors.pueSource()).value().value();
        RelativeUncertainty stated =
                assessment.assumed().ofPue(new PueSource(Quality.DERIVED, "")).value();
        double then = Math.sqrt(Math.max(0, now * now - substituted * substituted) + stated.value() * stated.value());
        list.add(Notice.of(Say.STATE_PUE, percent(now), percent(then)));
    }

    private static String percent(double part) {
        return Text.significant(part * 100) + " %";
    }

    private static String kilowattHours(Energy energy) {
        return Text.significant(energy.kilowattHours()) + " kWh";
    }

    private static String kilograms(Mass mass) {
        return Text.significant(mass.kilograms()) + " kgCO2e";
    }
}
