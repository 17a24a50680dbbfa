package io.ceait.source;

import java.util.Locale;

/**
 * Why there is no reading, and what to do about it. Absence is a value: never 0, never -1, never silence.
 *
 * @param reason what kind of no it is
 * @param detail one sentence about this case, without a full stop
 * @param remedy what the user can do, as a sentence or a command; empty when nothing can be done
 */
public record Unavailable(Reason reason, String detail, String remedy) {

    public enum Reason {
        /** The machine has no such sensor. */
        ABSENT,
        /** It has one and we may not read it. */
        DENIED,
        /** Reading it failed. */
        FAILED,
        /** The counter began anew, when its driver was reloaded: what it counted between the last reading and now is lost. */
        RESTARTED,
        /** It answers, but its value has stopped moving. */
        STUCK,
        /** It answered something that no device of its kind can do. */
        IMPLAUSIBLE,
        /** The user turned it off. */
        DISABLED,
        /** It works, and what it measures is part of what is metered already, or contains it. */
        NOT_COUNTED;

        private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The reason's name in every output: {@code absent}, {@code denied}, … */
        public String label() {
            return label;
        }
    }
}
