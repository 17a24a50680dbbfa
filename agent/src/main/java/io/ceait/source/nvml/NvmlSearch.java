package io.ceait.source.nvml;

import java.time.Duration;

/**
 * The search for NVIDIA's driver and its GPUs, on a thread of its own: a driver that starts up takes seconds, and one that
 * hangs never answers.
 */
public interface NvmlSearch {

    /**
     * Waits, but not longer than this.
     *
     * @return whether the search is over
     */
    boolean await(Duration atMost);

    /** What was found. A search that is not over is given up, and that it was is a finding. To be called once. */
    NvmlSource end();

    /** One that needed no driver to be over. */
    record Over(NvmlSource end) implements NvmlSearch {

        @Override
        public boolean await(Duration atMost) {
            return true;
        }
    }
}
