package io.ceait.intensity.live;

import java.time.Duration;
import java.util.Optional;

/** A provider gave no intensity. The message says why, in words that hold no token and nothing of the answer. */
final class ProviderException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Optional<Duration> notBefore;

    ProviderException(String why) {
        this(why, Optional.empty());
    }

    /** @param notBefore how long it wants to be left alone */
    ProviderException(String why, Optional<Duration> notBefore) {
        super(why);
        this.notBefore = notBefore;
    }

    Optional<Duration> notBefore() {
        return notBefore;
    }
}
