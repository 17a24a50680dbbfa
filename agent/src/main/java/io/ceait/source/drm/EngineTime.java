package io.ceait.source.drm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The time for which the engines of a GPU worked for the job since the last look, by kind of engine.
 *
 * <p>The busiest kind tells how busy the GPU is. Kinds are not added up: render and compute engines hand their work to the
 * same execution units, so that time on both at once is not twice the GPU. Copy and video engines do not count: they are
 * small units beside the ones that a job trains on, and a GPU that only copies is as good as free for others, as the share
 * of streaming multiprocessors that the method asks for would say too. The other kinds count whatever their names, so
 * that a driver not known here is not taken for idle.
 */
final class EngineTime {

    /** As amdgpu, i915, xe and others call their engines that copy, scale, encode and decode. */
    private static final Set<String> BESIDE = Set.of(
            "bcs",
            "copy",
            "dma",
            "tfu",
            "vcs",
            "vecs",
            "video",
            "video-enhance",
            "enc",
            "enc_1",
            "dec",
            "jpeg",
            "vpe",
            "vcn",
            "uvd",
            "vce",
            "other");

    /** Not counted. */
    static final int NONE = -1;

    private final List<String> kinds = new ArrayList<>();
    private double[] nanos = new double[4];

    void clear() {
        Arrays.fill(nanos, 0);
    }

    /** The number of a kind of engine, or {@link #NONE}. */
    int kindOf(String engine) {
        if (BESIDE.contains(engine)) {
            return NONE;
        }
        int kind = kinds.indexOf(engine);
        if (kind < 0) {
            kind = kinds.size();
            kinds.add(engine);
            nanos = Arrays.copyOf(nanos, Math.max(nanos.length, kinds.size()));
        }
        return kind;
    }

    /** @param time of one engine of this kind, or the mean of all of them */
    void add(int kind, double time) {
        nanos[kind] += time;
    }

    /** Nanoseconds as if the GPU had been at full load. */
    double busiest() {
        double most = 0;
        for (double kind : nanos) {
            most = Math.max(most, kind);
        }
        return most;
    }
}
