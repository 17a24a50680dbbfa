package io.ceait.intensity;

import io.ceait.emission.IntensityFeed;
import io.ceait.emission.IntensityListener;
import io.ceait.emission.IntensityOrigin;
import io.ceait.emission.VaryingIntensity;
import io.ceait.units.CarbonIntensity;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A series as time goes by, with a constant factor where it has no value. */
public final class SeriesFeed implements IntensityFeed {

    /** Before the first value: an instant long before any run. */
    private static final long LONG_AGO = 0;

    private final IntensitySeries series;
    private final CarbonIntensity standIn;
    private int cachedIndex = -1;
    private CarbonIntensity cached;
    private @Nullable SeriesForecast forecast;

    public SeriesFeed(IntensitySeries series, CarbonIntensity standIn) {
        this.series = series;
        this.standIn = standIn;
        this.cached = standIn;
    }

    /** Where the intensities of an inventory by this series come from. */
    public static VaryingIntensity provenance(IntensitySeries series) {
        int year = series.time(series.size() - 1).atOffset(ZoneOffset.UTC).getYear();
        return new VaryingIntensity(
                series.zone(),
                series.kind(),
                OptionalInt.of(year),
                IntensityOrigin.SERIES,
                series.source(),
                series.notes());
    }

    @Override
    public void tell(long fromMillis, long toMillis, IntensityListener listener) {
        int index = holdsAt(cachedIndex, fromMillis) ? cachedIndex : series.indexAt(fromMillis);
        if (index < 0) {
            listener.from(LONG_AGO, standIn, IntensityOrigin.STAND_IN);
        } else {
            tell(index, fromMillis, toMillis, listener);
        }
        for (int i = index + 1; i < series.size() && series.startMillis(i) <= toMillis; i++) {
            tell(i, series.startMillis(i), toMillis, listener);
        }
    }

    @Override
    public Optional<CarbonIntensity> forecast(long fromMillis, long toMillis) {
        SeriesForecast made = forecast;
        if (made == null) {
            // For the first who asks: most runs do not.
            made = new SeriesForecast(series, standIn);
            forecast = made;
        }
        return made.over(fromMillis, toMillis);
    }

    /** What holds from the beginning of a value on: the value, and the hole behind it if it begins in the span. */
    private void tell(int index, long fromMillis, long toMillis, IntensityListener listener) {
        long end = series.holdsUntil(index);
        if (fromMillis < end) {
            listener.from(series.startMillis(index), value(index), IntensityOrigin.SERIES);
        }
        boolean hole = index + 1 == series.size() || end < series.startMillis(index + 1);
        if (hole && end <= toMillis) {
            listener.from(end, standIn, IntensityOrigin.STAND_IN);
        }
    }

    private boolean holdsAt(int index, long millis) {
        return index >= 0
                && series.startMillis(index) <= millis
                && (index + 1 == series.size() || millis < series.startMillis(index + 1));
    }

    private CarbonIntensity value(int index) {
        if (index != cachedIndex) {
            cachedIndex = index;
            cached = series.intensity(index);
        }
        return cached;
    }
}
