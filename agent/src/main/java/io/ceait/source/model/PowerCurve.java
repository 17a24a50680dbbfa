package io.ceait.source.model;

import io.ceait.units.Power;
import io.ceait.units.Ratio;
import java.util.function.Function;

/**
 * A device's power over its utilisation, worked out once at a thousand points so that a tick looks it up without
 * making an object. Straight between the points, hence exact for models with their corners on whole thousandths.
 */
public final class PowerCurve {

    private static final int STEPS = 1000;

    private final double[] watts = new double[STEPS + 1];

    public PowerCurve(Function<Ratio, Power> model) {
        for (int i = 0; i <= STEPS; i++) {
            watts[i] = model.apply(Ratio.of((double) i / STEPS)).watts();
        }
    }

    public static PowerCurve constant(Power power) {
        return new PowerCurve(utilisation -> power);
    }

    double wattsAt(double utilisation) {
        double position = utilisation * STEPS;
        int below = Math.min((int) position, STEPS - 1);
        double part = position - below;
        return watts[below] * (1 - part) + watts[below + 1] * part;
    }

    /** The power at full load: what the model can reach. */
    public Power highest() {
        double most = 0;
        for (double value : watts) {
            most = Math.max(most, value);
        }
        return Power.ofWatts(most);
    }
}
