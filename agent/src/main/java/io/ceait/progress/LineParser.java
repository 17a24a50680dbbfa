package io.ceait.progress;

import java.util.Optional;

/** Finds a mark in a line. */
interface LineParser {

    /** What a line says. */
    enum Verdict {
        /** A mark. */
        MARK,
        /** Nothing of progress, as most lines of a log. */
        NOTHING,
        /** It should be one and cannot be understood. */
        GARBAGE
    }

    /**
     * What was found.
     *
     * @param mark there for a {@link Verdict#MARK}
     * @param why for garbage, what would be right
     */
    record Found(Verdict verdict, Optional<Mark> mark, String why) {

        static final Found NOTHING = new Found(Verdict.NOTHING, Optional.empty(), "");

        static Found garbage(String why) {
            return new Found(Verdict.GARBAGE, Optional.empty(), why);
        }

        static Found of(ProgressUnit unit, double done, double total) {
            try {
                return new Found(Verdict.MARK, Optional.of(new Mark(unit, done, total)), "");
            } catch (IllegalArgumentException e) {
                return garbage(String.valueOf(e.getMessage()));
            }
        }
    }

    /** @param line without its end, never longer than {@link LineSplitter#LONGEST} bytes */
    Found parse(String line);
}
