package io.ceait.progress;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The line protocol: {@code epoch 3/10}, {@code step 1200/50000}, and without the total where it is stated elsewhere.
 * Words behind it, empty lines and those that begin with {@code #} mean nothing.
 */
final class ProtocolParser implements LineParser {

    private static final String EXPECTED = "a line says 'epoch 3/10' or 'step 1200/50000'";

    private final OptionalDouble total;

    /** @param total of lines that state none */
    ProtocolParser(OptionalDouble total) {
        this.total = total;
    }

    @Override
    public Found parse(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return Found.NOTHING;
        }
        // Not by an expression: whatever the job writes, looking at it costs the same.
        String[] words = text.split("\\s+", 3);
        Optional<ProgressUnit> unit = unit(words[0]);
        if (unit.isEmpty() || words.length < 2) {
            return Found.garbage(EXPECTED);
        }
        int slash = words[1].indexOf('/');
        String done = slash < 0 ? words[1] : words[1].substring(0, slash);
        try {
            if (slash < 0 && total.isEmpty()) {
                return Found.garbage("it has no total, as in 'epoch 3/10', and --progress-total states none");
            }
            double of = slash < 0 ? total.getAsDouble() : number(words[1].substring(slash + 1));
            return Found.of(unit.get(), number(done), of);
        } catch (NumberFormatException e) {
            return Found.garbage(EXPECTED);
        }
    }

    private static Optional<ProgressUnit> unit(String word) {
        for (ProgressUnit unit : ProgressUnit.values()) {
            if (unit.label().equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    /** Digits and a point, not all that Java takes for a number. */
    static double number(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.') {
                throw new NumberFormatException(text);
            }
        }
        return Double.parseDouble(text);
    }
}
