package io.ceait.assessment;

import io.ceait.assessment.UncertaintyBudget.Contribution;
import io.ceait.assessment.UncertaintyBudget.Part;
import io.ceait.attribution.Policy;
import io.ceait.device.Device;
import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.emission.Declarations;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.Formulas;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.MarketBased;
import io.ceait.emission.OnlineItem;
import io.ceait.emission.RelativeUncertainty;
import io.ceait.emission.Sci;
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
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The assessment of a run.
 *
 * @param snapshot the run it is of
 * @param tableA1 the standard's table of devices, under the headline policy
 * @param energy under the headline policy, of the computing equipment, without PUE: {@code E_offline}
 * @param online energy of the cloud services that the user states: {@code E_online}
 * @param emissions formula (1) under the headline policy: the sum over the intervals, and the cloud services at its mean
 *     intensity. Location-based: the grid's own, whatever was bought
 * @param market what was bought makes of it, beside it and never in its place; empty where nothing is stated
 * @param uncertaintyByDevice of each device's energy, by device id
 * @param energyUncertainty of the energy of formula (2)
 * @param budget what makes the emissions uncertain
 * @param emissionsUncertainty of {@code emissions}
 * @param assumed what was assumed of each part to get there
 * @param missingNotices what the figures do not hold, each a sentence
 * @param warningNotices what a reader must know, each a sentence
 */
public record Assessment(
        Snapshot snapshot,
        List<TableA1Row> tableA1,
        Energy energy,
        Energy online,
        Mass emissions,
        Optional<MarketBased> market,
        Map<String, RelativeUncertainty> uncertaintyByDevice,
        RelativeUncertainty energyUncertainty,
        RelativeUncertainty emissionsUncertainty,
        UncertaintyBudget budget,
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
        Declarations stated = snapshot.run().declarations();
        EmissionFactors factors = snapshot.run().factors();
        Uncertainty assumed = Uncertainty.bundled().with(stated.uncertainties());
        Energy offline = snapshot.jobEnergy(snapshot.run().headline());
        Energy online = stated.online().stream().map(Formulas::online).reduce(Energy.ZERO, Energy::plus);
        Energy training = Formulas.training(offline, online);
        CarbonIntensity mean = snapshot.intensityBooks().mean();
        Mass emissions = snapshot.totalEmissions().plus(Formulas.emissions(online, factors.pue(), mean));
        Map<String, RelativeUncertainty> byDevice = new TreeMap<>();
        for (DeviceBooks device : snapshot.books().devices()) {
            byDevice.put(device.device().id(), ofDevice(snapshot.run(), device, assumed));
        }
        List<Contribution> ofEnergy = ofEnergy(snapshot, byDevice, training, assumed);
        List<Contribution> all = new ArrayList<>(ofEnergy);
        all.add(Contribution.ofFactor(Part.PUE, assumed.ofPue(factors.pueSource())));
        all.add(Contribution.ofFactor(Part.INTENSITY, ofIntensity(snapshot, assumed)));
        UncertaintyBudget budget = new UncertaintyBudget(all);
        int year = snapshot.firstSample().atOffset(ZoneOffset.UTC).getYear();
        DataQuality quality = DataQuality.of(snapshot);
        List<Notice> warnings = new ArrayList<>(quality.warnings());
        warnings.addAll(factors.notices(year, snapshot.intensityBooks()));
        return new Assessment(
                snapshot,
                TableA1Row.of(snapshot.books().devices(), snapshot.run().headline()),
                offline,
                online,
                emissions,
                stated.market()
                        .map(bought -> MarketBased.of(bought, factors.pue().of(training), mean)),
                byDevice,
                new UncertaintyBudget(ofEnergy).total(),
                budget.total(),
                budget,
                assumed,
                quality.missing(),
                warnings);
    }

    private static List<Contribution> ofEnergy(
            Snapshot snapshot, Map<String, RelativeUncertainty> byDevice, Energy training, Uncertainty assumed) {
        double whole = training.joules();
        List<Contribution> parts = new ArrayList<>();
        for (DeviceBooks device : snapshot.books().devices()) {
            String id = device.device().id();
            double part = device.jobEnergy(snapshot.run().headline()).joules();
            String sources = String.join("+", device.energyBySource().keySet());
            String reason = device.energyBySource().keySet().stream()
                    .map(source -> ofSource(snapshot.run(), device.device(), source, assumed)
                            .reason())
                    .distinct()
                    .collect(Collectors.joining("; "));
            parts.add(Contribution.ofTerm(
                    Part.DEVICE,
                    id + " (" + sources + ")",
                    byDevice.getOrDefault(id, RelativeUncertainty.NONE),
                    whole > 0 ? part / whole : 0,
                    reason));
        }
        for (OnlineItem item : snapshot.run().declarations().online()) {
            Uncertainty.Entry entry = assumed.ofOnline();
            double part = Formulas.online(item).joules();
            parts.add(Contribution.ofTerm(
                    Part.ONLINE, item.provider(), entry.value(), whole > 0 ? part / whole : 0, entry.reason()));
        }
        return parts;
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

    /** How the job's share of a device was known: as its CPU time, as its memory, or by the ways in which a driver told it. */
    public String occupancySource(DeviceBooks device) {
        if (device.device().type() == DeviceType.CPU) {
            return snapshot.jobCpuSource();
        }
        if (device.device().type() == DeviceType.RAM) {
            return snapshot.jobMemorySource();
        }
        return device.useTime().isEmpty()
                ? UseMeans.UNKNOWN.label()
                : device.useTime().keySet().stream().map(UseMeans::label).collect(Collectors.joining("+"));
    }

    /** {@code E_training} of formula (2), without PUE. */
    public Energy training() {
        return Formulas.training(energy, online);
    }

    /** The cloud services' part of the emissions. */
    public Mass onlineEmissions() {
        return Formulas.emissions(
                online,
                snapshot.run().factors().pue(),
                snapshot.intensityBooks().mean());
    }

    /** Under which name the report in a language lies in the directory of the run. */
    public static String reportFile(Language language) {
        return "report." + language.label() + ".html";
    }

    /** The Software Carbon Intensity, where the user states what it is made of. */
    public Optional<Sci> sci() {
        return snapshot.run()
                .declarations()
                .sci()
                .map(stated -> Sci.of(
                        stated,
                        snapshot.run().factors().pue().of(training()),
                        emissions,
                        snapshot.books().elapsed()));
    }

    /** How the job goes on, and how right that was predicted; for one that tells its progress. */
    public Optional<Outlook> outlook() {
        return Outlook.of(snapshot);
    }

    /** One standard uncertainty of the emissions. */
    public Mass emissionsUncertaintyMass() {
        return emissionsUncertainty.of(emissions);
    }

    /** The job's energy on devices of one type under the headline policy. */
    public Energy energy(DeviceType type) {
        return snapshot.jobEnergy(type, snapshot.run().headline());
    }

    /** Whether anything is known of the energy of a device of a type; not where there is none. */
    public boolean knows(DeviceType type) {
        return snapshot.books().devices().stream()
                .filter(device -> device.device().type() == type)
                .anyMatch(device -> !device.time().isZero() || device.energy().joules() > 0);
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
