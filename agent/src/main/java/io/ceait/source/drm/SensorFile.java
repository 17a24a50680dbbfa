package io.ceait.source.drm;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A sensor's file, kept open, and found again when its device went and came back: the monitor then has another number
 * and the file is another one, which is how a driver that was loaded again is told from a read that failed.
 */
final class SensorFile {

    /** A sensor that fails is looked for again this often. */
    private static final long RETRY_NANOS = 1_000_000_000L;

    private static final Unavailable NOT_YET = new Unavailable(Reason.FAILED, "the sensor was not read yet", "");

    private final Path device;
    private final Sensor sensor;
    private final Cursor cursor = new Cursor();
    private @Nullable KernelFile file;
    private @Nullable Object identity;
    private Unavailable why = NOT_YET;
    private boolean failing;
    private boolean replaced;
    private long triedAt;

    private SensorFile(Path device, Sensor sensor) {
        this.device = device;
        this.sensor = sensor;
    }

    /** Opens and reads it. Fails when it cannot be read or holds no number. */
    static SensorFile open(Path device, Sensor sensor) throws IOException {
        SensorFile opened = new SensorFile(device, sensor);
        opened.renew(sensor.path());
        return opened;
    }

    /** For a device that sleeps: opens nothing that would wake it, and finds out no more than whether it may be read. */
    static SensorFile openLater(Path device, Sensor sensor) throws IOException {
        Files.newByteChannel(sensor.path()).close();
        SensorFile later = new SensorFile(device, sensor);
        later.failing = true;
        later.triedAt = Long.MIN_VALUE;
        return later;
    }

    /** The value; {@link Cursor#NONE} when there is none, and {@link #why()} tells the reason. */
    long read(long nowNanos) {
        replaced = false;
        KernelFile open = file;
        if (open != null) {
            try {
                open.read();
                long value = cursor.over(open).onlyNumber();
                if (value >= 0) {
                    failing = false;
                    return value;
                }
                why = new Unavailable(Reason.FAILED, open.path() + " held no number for a while", "");
            } catch (IOException e) {
                why = explain(open.path(), e);
            }
            if (!failing) {
                failing = true;
                triedAt = nowNanos;
            }
        }
        boolean neverTried = triedAt == Long.MIN_VALUE;
        if (!neverTried && nowNanos - triedAt < RETRY_NANOS) {
            return Cursor.NONE;
        }
        triedAt = nowNanos;
        return findAgain();
    }

    private long findAgain() {
        Path path = sensor.path();
        try {
            path = present();
            Object before = identity;
            long value = renew(path);
            replaced = before != null && !before.equals(identity);
            failing = false;
            return value;
        } catch (IOException e) {
            why = explain(path, e);
            return Cursor.NONE;
        }
    }

    /** Where the sensor is now: its monitor's number may have changed. */
    private Path present() throws IOException {
        if (Files.exists(sensor.path())) {
            return sensor.path();
        }
        SensorSelection now = SensorSelection.of(device);
        for (Sensor other : sensor.isEnergy() ? now.energy() : now.power()) {
            if (other.file().equals(sensor.file()) && other.label().equals(sensor.label())) {
                return other.path();
            }
        }
        throw new NoSuchFileException(sensor.path().toString());
    }

    private long renew(Path path) throws IOException {
        KernelFile fresh = KernelFile.open(path);
        long value = cursor.over(fresh).onlyNumber();
        if (value < 0) {
            fresh.close();
            throw new IOException("holds no number");
        }
        // While the old one is open its identity is not given to another file.
        identity = Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
        close();
        file = fresh;
        return value;
    }

    /** Whether the last value came from a file that took the place of the one read before. */
    boolean isReplaced() {
        return replaced;
    }

    Unavailable why() {
        return why;
    }

    static Unavailable explain(Path path, IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return new Unavailable(
                    Reason.DENIED,
                    path + " is not ours to read",
                    "run as root, or let a group read it: chgrp GROUP " + path + " && chmod g+r " + path);
        }
        if (failure instanceof NoSuchFileException) {
            return new Unavailable(Reason.ABSENT, path + " is gone", "");
        }
        return new Unavailable(Reason.FAILED, path + ": " + failure.getMessage(), "");
    }

    void close() {
        if (file != null) {
            file.close();
        }
    }
}
