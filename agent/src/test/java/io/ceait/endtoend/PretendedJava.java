package io.ceait.endtoend;

import io.ceait.Main;
import java.util.Arrays;

/** Starts the agent as if on the Java of the first argument: a JVM lets nobody set its own version from outside. */
final class PretendedJava {

    private PretendedJava() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("java.specification.version", args[0]);
        Main.main(Arrays.copyOfRange(args, 1, args.length));
    }
}
