package io.ceait.source.drm;

import io.ceait.kernel.Cursor;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whether a device is suspended to save power. To read the sensors of one that sleeps wakes it up with many drivers, so
 * that the meter would change what it meters; the driver core tells its state without asking the device.
 */
final class Sleep {

    private final KeptFile status;

    Sleep(Path device) {
        status = new KeptFile(device.resolve("power").resolve("runtime_status"));
    }

    /** False, too, where nothing tells. */
    boolean isAsleep(long nowNanos) {
        @Nullable Cursor text = status.read(nowNanos);
        // "suspended" or "suspending".
        return text != null && text.skip("suspend");
    }

    /** As it is at the start. */
    static boolean isAsleep(Path device) {
        Sleep sleep = new Sleep(device);
        boolean asleep = sleep.isAsleep(0);
        sleep.close();
        return asleep;
    }

    void close() {
        status.close();
    }
}
