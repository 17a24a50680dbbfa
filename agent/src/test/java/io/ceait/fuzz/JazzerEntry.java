package io.ceait.fuzz;

import java.util.Locale;

/**
 * Where Jazzer comes in, by the names that it looks for; {@code scripts/fuzz.sh} starts it. It gives the bytes, and measures
 * which branches of the parser they reach.
 */
public final class JazzerEntry {

    private static FuzzTarget target = FuzzTarget.values()[0];

    private JazzerEntry() {}

    /** @param arguments the name of the target */
    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTarget.valueOf(arguments[0].toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        target.run(input);
    }
}
