package io.ceait.progress;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Finds progress in the lines of a log by a user's regular expression. What is done is in the group {@code epoch} or
 * {@code step}, the total in the group {@code total}; without named groups, steps are in the first and the total in the
 * second. Expressions can take longer than the training on a line that they nearly fit: each look is given a number of
 * characters to look at, and an expression that needs more too often is given up.
 */
public final class ProgressPattern implements LineParser {

    /** Some milliseconds; an honest expression looks a few times at each character of a line. */
    private static final int MOST_LOOKS = 200_000;

    private static final int MOST_OVERRUNS = 20;

    private final Pattern pattern;
    private final ProgressUnit unit;
    private final String doneGroup;
    private final boolean totalNamed;
    private final OptionalDouble total;
    private int overruns;

    private ProgressPattern(
            Pattern pattern, ProgressUnit unit, String doneGroup, boolean totalNamed, OptionalDouble total) {
        this.pattern = pattern;
        this.unit = unit;
        this.doneGroup = doneGroup;
        this.totalNamed = totalNamed;
        this.total = total;
    }

    /**
     * Reads an expression.
     *
     * @param total of lines in which the expression finds none
     * @throws IllegalArgumentException with a sentence, if it is none, or has no group for what is done or no total
     */
    public static ProgressPattern of(String expression, OptionalDouble total) {
        Pattern pattern;
        try {
            pattern = Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "'" + expression + "' is no regular expression of Java: " + e.getDescription() + " at character "
                            + e.getIndex(),
                    e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException(
                    "the expression is nested too deeply: it has more than a thousand groups", e);
        }
        String named = expression.contains("(?<epoch>") ? "epoch" : expression.contains("(?<step>") ? "step" : "";
        boolean totalNamed = expression.contains("(?<total>");
        int groups = pattern.matcher("").groupCount();
        if (groups == 0 || (named.isEmpty() && totalNamed)) {
            throw new IllegalArgumentException("'" + expression + "' does not say where the progress is: put it into a"
                    + " group, as in 'Epoch (?<epoch>\\d+)/(?<total>\\d+)' or 'step (\\d+)/(\\d+)'");
        }
        if (total.isEmpty() && !totalNamed && (groups < 2 || !named.isEmpty())) {
            throw new IllegalArgumentException("'" + expression + "' has no group for the total, as in"
                    + " 'Epoch (?<epoch>\\d+)/(?<total>\\d+)', and --progress-total states none");
        }
        return new ProgressPattern(
                pattern, named.equals("epoch") ? ProgressUnit.EPOCH : ProgressUnit.STEP, named, totalNamed, total);
    }

    @Override
    public Found parse(String line) {
        if (overruns >= MOST_OVERRUNS) {
            return Found.NOTHING;
        }
        try {
            Matcher matcher = pattern.matcher(new Watched(line));
            return matcher.find() ? found(matcher) : Found.NOTHING;
        } catch (TooLong | StackOverflowError e) {
            overruns++;
            return Found.garbage(
                    overruns < MOST_OVERRUNS
                            ? "the expression of --progress-pattern takes too long on it: make it less ambiguous"
                            : "the expression of --progress-pattern takes too long again and again, and is given up");
        }
    }

    private Found found(Matcher matcher) {
        String done = doneGroup.isEmpty() ? matcher.group(1) : matcher.group(doneGroup);
        String of = totalNamed
                ? matcher.group("total")
                : doneGroup.isEmpty() && matcher.groupCount() > 1 ? matcher.group(2) : null;
        if (done == null || (of == null && total.isEmpty())) {
            return Found.NOTHING;
        }
        try {
            return Found.of(
                    unit, ProtocolParser.number(done), of == null ? total.getAsDouble() : ProtocolParser.number(of));
        } catch (NumberFormatException e) {
            return Found.garbage("the expression of --progress-pattern finds no number in it");
        }
    }

    /** An expression looked at too many characters. */
    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("too long", null, false, false);
        }
    }

    /** A line that counts how often somebody looks at it. */
    private static final class Watched implements CharSequence {

        private final String text;
        private int looks;

        Watched(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > MOST_LOOKS) {
                throw new TooLong();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
