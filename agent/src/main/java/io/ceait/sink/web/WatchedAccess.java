package io.ceait.sink.web;

import io.ceait.data.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A web configuration that is read anew when it, its certificate or its key has changed, so that a renewed certificate or
 * another password needs no new start. Looked at when a request comes; what cannot be used leaves the one before in force.
 */
public final class WatchedAccess implements AccessSource {

    private final Path file;
    private Access access;

    /** As they were when they were read last, whether that was of use or not. */
    private List<FileState> seen;

    private WatchedAccess(Path file) {
        this.file = file;
        List<FileState> read = new ArrayList<>();
        access = AccessFile.read(file, read);
        seen = read;
    }

    /** @throws InputException with a sentence that names file, line and key, when it cannot be used as it is */
    public static WatchedAccess read(Path file) {
        return new WatchedAccess(file);
    }

    @Override
    public synchronized Access current() {
        for (FileState one : seen) {
            if (one.hasChanged()) {
                readAnew();
                return access;
            }
        }
        return access;
    }

    private void readAnew() {
        List<FileState> read = new ArrayList<>();
        try {
            Access latest = AccessFile.read(file, read);
            if (latest.tls().isPresent() != access.tls().isPresent()) {
                throw new InputException(file + ": TLS is switched on and off by a new start alone");
            }
            access = latest;
            log().info("{} is read anew", file);
        } catch (InputException e) {
            log().warn("{}; what held before holds on", e.getMessage());
        }
        seen = read;
    }

    private static Logger log() {
        return LoggerFactory.getLogger(WatchedAccess.class);
    }
}
