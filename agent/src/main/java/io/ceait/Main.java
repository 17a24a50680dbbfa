package io.ceait;

/**
 * The entry point. Compiled for Java 8 and free of everything newer, so that a JVM that is too old gets a sentence
 * instead of a stack trace about class file versions.
 */
public final class Main {

    private static final int OLDEST_JAVA = 17;
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] args) throws Exception {
        int java = javaVersion(System.getProperty("java.specification.version", "0"));
        if (java < OLDEST_JAVA) {
            System.err.println("ceait: this is Java " + java + "; the agent needs Java " + OLDEST_JAVA
                    + " or newer: set JAVA_HOME or PATH to one");
            System.exit(USAGE);
        }
        // By name, because the classes behind it do not load on an old JVM.
        Class.forName("io.ceait.cli.Ceait").getMethod("main", String[].class).invoke(null, new Object[] {args});
    }

    /** {@code 1.8} is 8, {@code 17} is 17. */
    static int javaVersion(String specification) {
        String number = specification.startsWith("1.") ? specification.substring(2) : specification;
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
