package io.ceait.emission;

import io.ceait.device.Quality;
import io.ceait.text.Message;
import io.ceait.text.Notice;
import io.ceait.text.Phrase;
import io.ceait.units.CarbonIntensity;
import io.ceait.units.Text;
import java.util.ArrayList;
import java.util.List;

/** What a reader of a result must know about its factors: what was substituted, what is old, what cannot well be. */
final class FactorNotices {

    /** No grid is dirtier than coal alone, about 1.1 kg/kWh; a larger number is most often in another unit. */
    private static final CarbonIntensity HIGH = CarbonIntensity.ofKilogramsPerKilowattHour(2);

    /** Hardly a grid is cleaner, and a series in kilograms is always below when it is read as grams. */
    private static final CarbonIntensity LOW = CarbonIntensity.ofGramsPerKilowattHour(2);

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

    private final EmissionFactors factors;
    private final IntensityFactor intensity;
    private final int year;
    private final IntensityBooks books;
    private final List<Notice> notices = new ArrayList<>();

    /** @param year of the run */
    FactorNotices(EmissionFactors factors, int year, IntensityBooks books) {
        this.factors = factors;
        this.intensity = factors.intensity();
        this.year = year;
        this.books = books;
    }

    List<Notice> all() {
        ofPue();
        factors.varying().ifPresentOrElse(this::ofVarying, () -> {
            if (intensity.quality() == Quality.SUBSTITUTED) {
                add(Say.INTENSITY_SUBSTITUTED, intensity.intensity(), new Phrase(intensity.name()));
            }
            ofConstant();
        });
        return List.copyOf(notices);
    }

    private void add(Say what, Object... values) {
        notices.add(Notice.of(what, values));
    }

    private void ofPue() {
        if (factors.pueSource().quality() == Quality.SUBSTITUTED) {
            Object published = intensity
                    .publishedPue()
                    .<Object>map(known -> Notice.of(Say.PUE_PUBLISHED, intensity.zone(), known))
                    .orElse("");
            add(
                    Say.PUE_SUBSTITUTED,
                    factors.pue(),
                    new Phrase(factors.pueSource().source()),
                    published);
        } else if (factors.pue().statesNoOverhead()) {
            add(Say.PUE_ONE);
        }
    }

    private void ofVarying(VaryingIntensity changing) {
        changing.notes().forEach(note -> add(Say.RECORDED, new Phrase(note)));
        if (changing.vintage().isPresent() && changing.vintage().getAsInt() < year - 2) {
            add(Say.SERIES_STALE, changing.vintage().getAsInt(), year);
        }
        books.meanWithoutStandIn(factors.pue()).ifPresent(mean -> ofUnit(changing, mean));
        if (!books.substitutedTime().isZero()) {
            add(
                    Say.SERIES_LACKS,
                    new Phrase(changing.source()),
                    Text.significant(books.substitutedTime().toNanos() / 1e9),
                    books.substitutedEnergy(),
                    intensity.intensity(),
                    new Phrase(intensity.name()));
            ofConstant();
        }
    }

    /** A file may be in another unit than the one that it is read in. Zero is what a grid without fuels has. */
    private void ofUnit(VaryingIntensity changing, CarbonIntensity mean) {
        boolean low = mean.kilogramsPerKilowattHour() > 0 && mean.compareTo(LOW) < 0;
        if (low || mean.compareTo(HIGH) > 0) {
            add(
                    low ? Say.SERIES_LOW : Say.SERIES_IMPLAUSIBLE,
                    new Phrase(changing.source()),
                    Text.significant(mean.kilogramsPerKilowattHour()));
        }
    }

    private void ofConstant() {
        if (intensity.isStaleIn(year)) {
            add(Say.INTENSITY_STALE, intensity.zone(), intensity.vintage().getAsInt(), year);
        } else if (intensity.vintage().isEmpty() && intensity.reach() != IntensityFactor.Reach.STATED) {
            add(Say.INTENSITY_UNDATED, intensity.zone(), new Phrase(intensity.source()));
        }
        if (intensity.intensity().compareTo(HIGH) > 0) {
            add(
                    Say.INTENSITY_IMPLAUSIBLE,
                    Text.significant(intensity.intensity().kilogramsPerKilowattHour()));
        }
    }
}
