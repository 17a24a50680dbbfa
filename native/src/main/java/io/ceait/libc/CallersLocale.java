package io.ceait.libc;

import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Under the locale C, as in many a container and cron table, a JVM cannot name a file whose name goes beyond ASCII: in such a
 * directory it would make another one and write there. It is therefore started under {@code C.UTF-8}, and what it starts
 * gets back what the caller had. {@code scripts/ceait} does the first part for the launcher.
 */
public final class CallersLocale {

    /** Holds {@code =} and what {@code LC_ALL} was, or nothing where there was none. */
    static final String KEPT = "CEAIT_LC_ALL_BEFORE";

    private static final String LOCALE = "LC_ALL";
    private static final String UNICODE = "C.UTF-8";

    static {
        Native.register(CallersLocale.class, "c");
    }

    private CallersLocale() {}

    /** {@code int setenv(const char *name, const char *value, int overwrite)}: 0, or -1. */
    private static native int setenv(byte[] name, byte[] value, int overwrite);

    /** {@code int unsetenv(const char *name)}: 0, or -1. */
    private static native int unsetenv(byte[] name);

    /** Makes the environment, which the program that this process becomes will have, one in which all files can be named. */
    public static void widen(Map<String, String> environment) {
        if (isAscii(System.getProperty("sun.jnu.encoding", ""))) {
            set(KEPT, environment.containsKey(LOCALE) ? "=" + environment.get(LOCALE) : "");
            set(LOCALE, UNICODE);
        }
    }

    private static boolean isAscii(String encoding) {
        return encoding.equals("US-ASCII")
                || StandardCharsets.US_ASCII.aliases().contains(encoding);
    }

    /** Takes back what {@link #widen} or the launcher has done, in the environment that is handed on from now on. */
    public static void restore(Map<String, String> environment) {
        String kept = environment.get(KEPT);
        if (kept == null) {
            return;
        }
        int unused = unsetenv(text(KEPT));
        if (kept.isEmpty()) {
            unused = unsetenv(text(LOCALE));
        } else {
            set(LOCALE, kept.substring(1));
        }
    }

    private static void set(String name, String value) {
        int unused = setenv(text(name), text(value), 1);
    }

    private static byte[] text(String value) {
        return (value + '\0').getBytes(StandardCharsets.UTF_8);
    }
}
