package io.ceait.cli;

import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import java.util.List;
import java.util.Locale;

/** Log lines go to stderr with the time and the level; stdout is for data. */
final class Logging {

    private static final String ERRORS = "error";
    private static final List<String> LEVELS = List.of(ERRORS, "warn", "info", "debug");

    private Logging() {}

    /** Must come before the first logger is made. */
    static void setUp(EffectiveConfig config) {
        String level =
                config.get(Setting.LOG_LEVEL, text -> MeteringSettings.among(LEVELS, text.toLowerCase(Locale.ROOT)));
        if (config.isOn(Setting.QUIET) && !config.isStated(Setting.LOG_LEVEL)) {
            level = ERRORS;
        }
        property("defaultLogLevel", level);
        property("logFile", "System.err");
        property("showDateTime", "true");
        property("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        property("showThreadName", "false");
        property("showLogName", "false");
        // The libraries' own chatter, and their stack traces, are not the user's concern.
        property("log.oshi", "off");
    }

    private static void property(String name, String value) {
        System.setProperty("org.slf4j.simpleLogger." + name, value);
    }
}
