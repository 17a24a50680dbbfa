package io.ceait.emission;

import io.ceait.device.Quality;
import io.ceait.text.Message;
import io.ceait.text.Notice;
import io.ceait.text.Phrase;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Pue;
import io.ceait.units.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two factors of formula (1) with their provenance.
 *
 * @param intensity the constant factor; where there is a varying one, what stands in while that has no value
 * @param varying where the intensity comes from when it changes during the run
 */
public record EmissionFactors(
        Pue pue, PueSource pueSource, IntensityFactor intensity, Optional<VaryingIntensity> varying) {

    /** No grid is dirtier than coal alone, about 1.1 kg/kWh; a larger number is most often grams. */
    private static final CarbonIntensity IMPLAUSIBLE = CarbonIntensity.ofKilogramsPerKilowattHour(2);

    /** Hardly a grid is cleaner than 2 g/kWh, and none dirtier than 2 kg/kWh: a series below is most often one in kilograms. */
    private static final CarbonIntensity IMPLAUSIBLY_LOW = CarbonIntensity.ofGramsPerKilowattHour(2);

    private enum Say implements Message {
        RECORDED,
        PUE_SUBSTITUTED,
        PUE_PUBLISHED,
        PUE_ONE,
        SERIES_STALE,
        SERIES_LACKS,
        SERIES_IMPLAUSIBLE,
        SERIES_LOW,
        INTENSITY_SUBSTITUTED,
        INTENSITY_STALE,
        INTENSITY_UNDATED,
        INTENSITY_IMPLAUSIBLE;

        @Override
        public String key() {
            return Message.key("factors", this);
        }
    }

    /** A PUE that the user states. */
    public record StatedPue(Pue value, String source) {}

    /** What was stated, and for what was not the defaults, flagged as substituted. */
    public static EmissionFactors of(@Nullable StatedPue pue, @Nullable IntensityFactor intensity) {
        IntensityCatalog catalog = IntensityCatalog.bundled();
        if (pue != null) {
            IntensityFactor factor = intensity != null
                    ? intensity
                    : catalog.find(Defaults.load().zone()).substituted();
            return new EmissionFactors(
                    pue.value(), new PueSource(Quality.DERIVED, pue.source()), factor, Optional.empty());
        }
        Defaults defaults = Defaults.load();
        IntensityFactor factor =
                intensity != null ? intensity : catalog.find(defaults.zone()).substituted();
        return new EmissionFactors(defaults.pue(), defaults.pueSource(), factor, Optional.empty());
    }

    /** The same with an intensity that changes; the constant one stands in where that has no value. */
    public EmissionFactors with(VaryingIntensity changing) {
        return new EmissionFactors(pue, pueSource, intensity, Optional.of(changing));
    }

    /**
     * The intensity that a result was made with, as one factor: the constant one, also where it stood in for all of what
     * should have changed, or the mean of what changed.
     */
    public IntensityFactor effective(IntensityBooks books) {
        if (varying.isEmpty()) {
            return intensity;
        }
        if (books.isSubstitutedWholly()) {
            return intensity.substituted();
        }
        VaryingIntensity changing = varying.get();
        boolean inPart = books.isSubstitutedInPart();
        return new IntensityFactor(
                changing.zone(),
                changing.zone().isEmpty() ? "time series" : changing.zone(),
                books.mean(),
                inPart && !changing.kind().equals(intensity.kind())
                        ? changing.kind() + "; in part " + intensity.kind()
                        : changing.kind(),
                IntensityFactor.Reach.SERIES,
                changing.vintage(),
                changing.source() + (inPart ? "; in part " + intensity.source() : ""),
                "",
                inPart ? Quality.SUBSTITUTED : Quality.DERIVED,
                Optional.empty());
    }

    /** Of the grid, as far as it is known; empty for a value that the user states. */
    public String zone() {
        return varying.map(VaryingIntensity::zone).orElse(intensity.zone());
    }

    /** Formula (1) with the constant factor. */
    public Mass emissions(Energy training) {
        return Formulas.emissions(training, pue, intensity.intensity());
    }

    /** What a reader of a result by the constant factors must know, each a sentence; {@code year} is that of the run. */
    public List<String> warnings(int year) {
        return warnings(year, IntensityBooks.constant(intensity.intensity()));
    }

    /** As {@link #notices}, in English as files for machines have them. */
    public List<String> warnings(int year, IntensityBooks books) {
        return notices(year, books).stream().map(Notice::toString).toList();
    }

    /** What a reader of the result must know about the factors, each a sentence; {@code year} is the year of the run. */
    public List<Notice> notices(int year, IntensityBooks books) {
        List<Notice> notices = new ArrayList<>();
        pueNotices(notices);
        if (varying.isEmpty()) {
            intensityNotices(year, notices);
            return List.copyOf(notices);
        }
        VaryingIntensity changing = varying.get();
        changing.notes().forEach(note -> notices.add(Notice.of(Say.RECORDED, new Phrase(note))));
        if (changing.vintage().isPresent() && changing.vintage().getAsInt() < year - 2) {
            notices.add(Notice.of(Say.SERIES_STALE, changing.vintage().getAsInt(), year));
        }
        books.meanWithoutStandIn(pue).ifPresent(mean -> unitNotices(changing, mean, notices));
        if (!books.substitutedTime().isZero()) {
            notices.add(Notice.of(
                    Say.SERIES_LACKS,
                    new Phrase(changing.source()),
                    Text.significant(books.substitutedTime().toNanos() / 1e9),
                    books.substitutedEnergy(),
                    intensity.intensity(),
                    new Phrase(intensity.name())));
            ownNotices(year, notices);
        }
        return List.copyOf(notices);
    }

    /** A file may be in another unit than the one that it is read in. */
    private static void unitNotices(VaryingIntensity changing, CarbonIntensity mean, List<Notice> notices) {
        boolean low = mean.kilogramsPerKilowattHour() > 0 && mean.compareTo(IMPLAUSIBLY_LOW) < 0;
        if (low || mean.compareTo(IMPLAUSIBLE) > 0) {
            notices.add(Notice.of(
                    low ? Say.SERIES_LOW : Say.SERIES_IMPLAUSIBLE,
                    new Phrase(changing.source()),
                    Text.significant(mean.kilogramsPerKilowattHour())));
        }
    }

    private void pueNotices(List<Notice> notices) {
        if (pueSource.quality() == Quality.SUBSTITUTED) {
            Object published = intensity
                    .publishedPue()
                    .<Object>map(known -> Notice.of(Say.PUE_PUBLISHED, intensity.zone(), known))
                    .orElse("");
            notices.add(Notice.of(Say.PUE_SUBSTITUTED, pue, new Phrase(pueSource.source()), published));
        } else if (pue.statesNoOverhead()) {
            notices.add(Notice.of(Say.PUE_ONE));
        }
    }

    private void intensityNotices(int year, List<Notice> notices) {
        if (intensity.quality() == Quality.SUBSTITUTED) {
            notices.add(Notice.of(Say.INTENSITY_SUBSTITUTED, intensity.intensity(), new Phrase(intensity.name())));
        }
        ownNotices(year, notices);
    }

    /** Of the constant factor's age and size. */
    private void ownNotices(int year, List<Notice> notices) {
        if (intensity.isStaleIn(year)) {
            notices.add(Notice.of(
                    Say.INTENSITY_STALE, intensity.zone(), intensity.vintage().getAsInt(), year));
        } else if (intensity.vintage().isEmpty() && intensity.reach() != IntensityFactor.Reach.STATED) {
            notices.add(Notice.of(Say.INTENSITY_UNDATED, intensity.zone(), new Phrase(intensity.source())));
        }
        if (intensity.intensity().compareTo(IMPLAUSIBLE) > 0) {
            notices.add(Notice.of(
                    Say.INTENSITY_IMPLAUSIBLE,
                    Text.significant(intensity.intensity().kilogramsPerKilowattHour())));
        }
    }
}
