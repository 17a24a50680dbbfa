package io.ceait.assessment;

import io.ceait.attribution.Policy;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.RelativeUncertainty;
import io.ceait.emission.Uncertainty;
import io.ceait.emission.Uncertainty.Defect;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.RunDescription;
import io.ceait.run.Snapshot;
import io.ceait.source.Channel;
import io.ceait.source.SensorTiming;
import io.ceait.source.UseMeans;
import io.ceait.text.Language;
import io.ceait.text.Notice;
import io.ceait.text.Phrase;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The assessment of a run.
 *
 * @param snapshot the run it is of
 * @param tableA1 the standard's table of devices, under the headline policy
 * @param energy under the headline policy, of the computing equipment, without PUE: {@code E_offline}
 * @param emissions formula (1) under the headline policy, summed over intervals
 * @param uncertaintyByDevice of each device's energy, by device id
 * @param energyUncertainty of {@code energy}
 * @param emissionsUncertainty of {@code emissions}
 * @param assumed what was assumed of each part to get there
 * @param missingNotices what the figures do not hold, each a sentence
 * @param warningNotices what a reader must know, each a sentence
 */
public record Assessment(
        Snapshot snapshot,
        List<TableA1Row> tableA1,
        Energy energy,
        Mass emissions,
        Map<String, RelativeUncertainty> uncertaintyByDevice,
        RelativeUncertainty energyUncertainty,
        RelativeUncertainty emissionsUncertainty,
        Uncertainty assumed,
        List<Notice> missingNotices,
        List<Notice> warningNotices) {

    public Assessment {
        tableA1 = List.copyOf(tableA1);
        uncertaintyByDevice = Map.copyOf(uncertaintyByDevice);
        missingNotices = List.copyOf(missingNotices);
        warningNotices = List.copyOf(warningNotices);
    }

    public static Assessment of(Snapshot snapshot) {
        Uncertainty assumed = Uncertainty.bundled();
        Policy headline = snapshot.run().headline();
        Map<String, RelativeUncertainty> byDevice = new TreeMap<>();
        List<RelativeUncertainty.Term> terms = new ArrayList<>();
        for (DeviceBooks device : snapshot.books().devices()) {
            RelativeUncertainty own = ofDevice(snapshot.run(), device, assumed);
            byDevice.put(device.device().id(), own);
            terms.add(new RelativeUncertainty.Term(device.jobEnergy(headline), own));
        }
        RelativeUncertainty energy = RelativeUncertainty.ofSum(terms);
        int year = snapshot.firstSample().atOffset(ZoneOffset.UTC).getYear();
        DataQuality quality = DataQuality.of(snapshot);
        List<Notice> warnings = new ArrayList<>(quality.warnings());
        snapshot.run()
                .factors()
                .warnings(year, snapshot.intensityBooks())
                .forEach(sentence -> warnings.add(Notice.of(QualityMessage.RECORDED, new Phrase(sentence))));
        return new Assessment(
                snapshot,
                TableA1Row.of(snapshot.books().devices(), headline),
                snapshot.jobEnergy(headline),
                snapshot.totalEmissions(),
                byDevice,
                energy,
                RelativeUncertainty.ofProduct(
                        energy,
                        assumed.ofPue(snapshot.run().factors().pueSource()).value(),
                        ofIntensity(snapshot, assumed).value()),
                assumed,
                quality.missing(),
                warnings);
    }

    /** What the figures do not hold, in English as files for machines have it. */
    public List<String> missing() {
        return missing(Language.ENGLISH);
    }

    public List<String> missing(Language language) {
        return missingNotices.stream().map(notice -> notice.in(language)).toList();
    }

    /** What a reader must know, in English as files for machines have it. */
    public List<String> warnings() {
        return warnings(Language.ENGLISH);
    }

    public List<String> warnings(Language language) {
        return warningNotices.stream().map(notice -> notice.in(language)).toList();
    }

    /** Parts of one device by different sources are independent of each other. */
    private static RelativeUncertainty ofDevice(RunDescription run, DeviceBooks device, Uncertainty assumed) {
        List<RelativeUncertainty.Term> parts = new ArrayList<>();
        device.energyBySource()
                .forEach((source, energy) -> parts.add(new RelativeUncertainty.Term(
                        energy, ofSource(run, device.device(), source, assumed).value())));
        RelativeUncertainty combined = RelativeUncertainty.ofSum(parts);
        // Without energy nothing can be wrong by a part of it; the sensor's own figure says more.
        return device.energy().joules() > 0
                ? combined
                : ofSource(run, device.device(), device.sourceNow(), assumed).value();
    }

    private static Uncertainty.Entry ofSource(RunDescription run, Device device, String source, Uncertainty assumed) {
        Defect defect = Defect.NONE;
        for (Channel channel : run.channels()) {
            if (channel.device().equals(device) && channel.source().equals(source)) {
                if (channel.quality() == Quality.DERIVED) {
                    defect = Defect.SPLIT;
                } else if (channel.timing().filter(SensorTiming::isPartTime).isPresent()) {
                    defect = Defect.PART_TIME;
                }
            }
        }
        return assumed.ofSource(source, device.type(), defect);
    }

    private static Uncertainty.Entry ofIntensity(Snapshot snapshot, Uncertainty assumed) {
        return assumed.ofIntensity(snapshot.run().factors(), snapshot.intensityBooks(), snapshot.totalEmissions());
    }

    /** What was assumed of the carbon intensity. */
    public Uncertainty.Entry assumedOfIntensity() {
        return ofIntensity(snapshot, assumed);
    }

    /** The carbon intensity that the result was made with: the constant factor, or the mean of one that changed. */
    public IntensityFactor intensity() {
        return snapshot.run().factors().effective(snapshot.intensityBooks());
    }

    /** What was assumed of the energy that a source told of a device. */
    public Uncertainty.Entry assumedOf(Device device, String source) {
        return ofSource(snapshot.run(), device, source, assumed);
    }

    /** How the job's share of a device was known: by {@code /proc}, or the ways in which a driver told it. */
    public static String occupancySource(DeviceBooks device) {
        if (device.device().type() != DeviceType.GPU) {
            return "proc";
        }
        return device.useTime().isEmpty()
                ? UseMeans.UNKNOWN.label()
                : device.useTime().keySet().stream().map(UseMeans::label).collect(Collectors.joining("+"));
    }

    /** One standard uncertainty of the emissions. */
    public Mass emissionsUncertaintyMass() {
        return emissionsUncertainty.of(emissions);
    }

    /** The job's energy on devices of one type under the headline policy. */
    public Energy energy(DeviceType type) {
        return snapshot.jobEnergy(type, snapshot.run().headline());
    }

    /** {@code E_training} of formula (2): what the emissions are of, without PUE. */
    public Energy totalEnergy() {
        return energy;
    }

    /** The result by every functional unit that the model card can count. */
    public List<UnitResult> byUnit() {
        return UnitResult.of(this);
    }

    /** What the result leaves out, and why. */
    public List<Omission> omissions() {
        return Omission.of(this);
    }

    /** What the machine used and the headline policy does not book to the job. */
    public Energy unattributed() {
        double whole = snapshot.jobEnergy(Policy.MACHINE).joules();
        // Sums of the same intervals in another order may differ by a rounding.
        return Energy.ofJoules(Math.max(0, whole - energy.joules()));
    }

    /** The uncertainty of one device's energy. */
    public RelativeUncertainty uncertaintyOf(Device device) {
        return uncertaintyByDevice.getOrDefault(device.id(), RelativeUncertainty.NONE);
    }
}
