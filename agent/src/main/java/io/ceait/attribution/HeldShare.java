package io.ceait.attribution;

import io.ceait.source.Readings;

/**
 * The job's share of a device that processes hold, such as a GPU: by its work while it works, and by who holds it while
 * it idles, since a GPU draws a good part of its power for being held ready.
 */
final class HeldShare {

    private final WorkShare work = new WorkShare();
    private long lastHeld;
    private double heldPart;

    void begin(Readings readings, int use) {
        work.begin(readings.useJobMicroseconds(use), readings.useBusyMicroseconds(use));
        lastHeld = readings.useHeldMicroseconds(use);
    }

    void update(Readings readings, int use, double intervalMicroseconds) {
        work.update(readings.useJobMicroseconds(use), readings.useBusyMicroseconds(use), intervalMicroseconds);
        double held = readings.useHeldMicroseconds(use) - lastHeld;
        lastHeld = readings.useHeldMicroseconds(use);
        heldPart = intervalMicroseconds > 0 ? Math.max(0, Math.min(1, held / intervalMicroseconds)) : 0;
    }

    double occupancy() {
        return work.occupancy();
    }

    double active() {
        // Nobody worked: whose device it was decides. Work for the job alone makes both 1 or near it.
        return work.hasWorked() ? work.active() : heldPart;
    }

    double others() {
        return work.others();
    }

    /** The part of the time for which it was the job's to use, 0 to 1. */
    double held() {
        return heldPart;
    }
}
