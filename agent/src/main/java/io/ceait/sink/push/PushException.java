package io.ceait.sink.push;

import java.time.Duration;
import java.util.Optional;

/** Figures did not arrive. The message says why, as what follows the receiver's name; it holds no secret. */
public final class PushException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean passing;
    private final transient Optional<Duration> notBefore;

    private PushException(String why, boolean passing, Optional<Duration> notBefore) {
        super(why);
        this.passing = passing;
        this.notBefore = notBefore;
    }

    /** Something that will be the same next time. */
    public static PushException lasting(String why) {
        return new PushException(why, false, Optional.empty());
    }

    /**
     * Something that may be over soon.
     *
     * @param notBefore how long the receiver wants to be left alone
     */
    public static PushException passing(String why, Optional<Duration> notBefore) {
        return new PushException(why, true, notBefore);
    }

    /** Never null. */
    public String why() {
        return String.valueOf(getMessage());
    }

    boolean isPassing() {
        return passing;
    }

    Optional<Duration> notBefore() {
        return notBefore;
    }
}
