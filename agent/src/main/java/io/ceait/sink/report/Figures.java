package io.ceait.sink.report;

import io.ceait.emission.RelativeUncertainty;
import io.ceait.units.Energy;
import io.ceait.units.Mass;
import io.ceait.units.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** How the report writes what has no form of its own. */
final class Figures {

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Figures() {}

    /** What is known, as a text, and a dash for what is not. */
    static <Q> String known(Optional<Q> quantity, Function<Q, String> text) {
        return quantity.map(text).orElse("–");
    }

    static String kilowattHours(Energy energy) {
        return Text.significant(energy.kilowattHours()) + " kWh";
    }

    static String kilograms(Mass mass) {
        return Text.significant(mass.kilograms()) + " kgCO2e";
    }

    static String percent(RelativeUncertainty uncertainty) {
        return percent(uncertainty.value());
    }

    static String percent(double part) {
        return Text.significant(part * 100) + " %";
    }

    static String hours(Duration time) {
        return Text.significant(time.toNanos() / 3.6e12) + " h";
    }

    /** {@code 12.5 s}, {@code 1 h 02 min 05 s}. */
    static String duration(Duration time) {
        double seconds = time.toNanos() / 1e9;
        if (seconds < 60) {
            return Text.significant(seconds) + " s";
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min %02d s", whole / 3600, whole / 60 % 60, whole % 60);
    }

    static String utc(Instant instant) {
        return UTC.format(instant);
    }
}
