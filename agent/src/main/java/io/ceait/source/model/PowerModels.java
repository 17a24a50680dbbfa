package io.ceait.source.model;

import io.ceait.units.Power;
import io.ceait.units.Ratio;

/**
 * The published models of power without a sensor. Coefficients and their sources stand in {@code power-models.csv}. CPU
 * models take the thermal design power of one package and give the power of one package. Their accuracy is from 196 load
 * points of ten processors: the errors of a processor over what was measured of it, and of that the mean over the
 * processors; see {@code docs/method.md}.
 */
public final class PowerModels {

    private PowerModels() {}

    /**
     * The Teads curve: TDP times a curve through 12 %, 32 %, 75 % and 102 % at loads of 0, 10, 50 and 100 %, straight
     * between them. For server processors with known TDP; what the agent uses. ±30 % (measured: bias +20 %, mean
     * absolute error 27 %).
     */
    public static Power teads(Power tdp, Ratio utilisation) {
        double u = utilisation.value();
        double share = u <= 0.1
                ? between(u, 0, "idle", 0.1, "load-10")
                : u <= 0.5 ? between(u, 0.1, "load-10", 0.5, "load-50") : between(u, 0.5, "load-50", 1, "load-100");
        return tdp.times(share);
    }

    private static double between(double u, double from, String low, double to, String high) {
        double start = Coefficients.of("cpu-teads", low);
        return start + (u - from) / (to - from) * (Coefficients.of("cpu-teads", high) - start);
    }

    /** CodeCarbon 3 for a whole machine: {@code TDP × (0.1 + 0.9 u³)}. Measured: bias −37 %, mean absolute error 47 %. */
    public static Power codeCarbonCubic(Power tdp, Ratio utilisation) {
        double idle = Coefficients.of("cpu-codecarbon-cubic", "idle");
        double u = utilisation.value();
        return tdp.times(idle + (1 - idle) * u * u * u);
    }

    /** CodeCarbon 3 for a process: {@code TDP × max(0.1, u)}. */
    public static Power codeCarbonLinear(Power tdp, Ratio utilisation) {
        return tdp.times(Math.max(Coefficients.of("cpu-codecarbon-linear", "floor"), utilisation.value()));
    }

    /** carbontracker's fallback: half the TDP whatever the load. */
    public static Power carbontrackerConstant(Power tdp) {
        return tdp.times(Coefficients.of("cpu-carbontracker", "share"));
    }

    /** Green Algorithms: 0.3725 W per gigabyte installed, whatever its use; what the agent uses. ±50 %. */
    public static Power greenAlgorithmsRam(MemorySize memory) {
        return perGigabyte("ram-green-algorithms", memory);
    }

    /** Cloud Carbon Footprint: 0.392 W per gigabyte. */
    public static Power ccfRam(MemorySize memory) {
        return perGigabyte("ram-ccf", memory);
    }

    /** CodeCarbon before version 3: 3 W per 8 GB. */
    public static Power codeCarbonV2Ram(MemorySize memory) {
        return perGigabyte("ram-codecarbon-v2", memory);
    }

    private static Power perGigabyte(String model, MemorySize memory) {
        return Power.ofWatts(memory.gigabytes() * Coefficients.of(model, "per-gb"));
    }

    /**
     * CodeCarbon 3 for x86: 5 W per memory module, 90 % of that from the fifth, 80 % from the ninth, 70 % from the
     * seventeenth, and never less than two modules.
     */
    public static Power codeCarbonV3Ram(int modules) {
        String model = "ram-codecarbon-v3";
        int counted = Math.max(2, modules);
        double full = Math.min(counted, 4) * Coefficients.of(model, "share-to-4")
                + Math.max(0, Math.min(counted, 8) - 4) * Coefficients.of(model, "share-to-8")
                + Math.max(0, Math.min(counted, 16) - 8) * Coefficients.of(model, "share-to-16")
                + Math.max(0, counted - 16) * Coefficients.of(model, "share-beyond");
        return Power.ofWatts(full * Coefficients.of(model, "per-dimm"));
    }

    /** CodeCarbon 3 as the examples of its documentation compute it: 5 W for every module, 40 W for eight, not 38. */
    public static Power codeCarbonV3RamAsDocumented(int modules) {
        return Power.ofWatts(modules * Coefficients.of("ram-codecarbon-v3", "per-dimm"));
    }

    /**
     * How many modules CodeCarbon 3 takes a machine to have when it cannot count them: two up to 16 GB, four up to 64,
     * eight up to 128, beyond that the fewest of the usual sizes that still make eight, at most 32.
     */
    public static int likelyModules(MemorySize memory) {
        double gigabytes = memory.gigabytes();
        if (gigabytes <= 2) {
            return 1;
        }
        if (gigabytes <= 16) {
            return 2;
        }
        if (gigabytes <= 64) {
            return 4;
        }
        if (gigabytes <= 128) {
            return 8;
        }
        int size = 16;
        while (size < 128 && 2 * size <= gigabytes / 8) {
            size *= 2;
        }
        return Math.min(32, (int) Math.ceil(gigabytes / size));
    }

    /** A GPU without a power reading: {@code idle + u × (rated − idle)}; ±25 %. With no idle power, CodeCarbon's {@code u × TDP}. */
    public static Power gpu(Power idle, Power rated, Ratio utilisation) {
        return linear(idle, rated, utilisation);
    }

    static Power linear(Power idle, Power full, Ratio utilisation) {
        double u = utilisation.value();
        return Power.ofWatts((1 - u) * idle.watts() + u * full.watts());
    }
}
