package io.ceait.cli;

import io.ceait.config.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a command line is about, as far as that must be known before it is read: that it meters is what the small JVM is for,
 * and one that attaches needs no other command. Words that belong to the command of {@code run} say nothing of that.
 *
 * @param attaches by {@code --pid}, {@code --cgroup} or {@code --machine}
 * @param runs a command
 */
record Invocation(boolean attaches, boolean runs) {

    private static final List<String> TARGETS = List.of("--pid", "--cgroup", "--machine");
    private static final String RUN = "run";
    private static final List<String> HELP = List.of("-h", "--help");

    static Invocation of(String... args) {
        List<String> words = Arrays.asList(args);
        if (words.isEmpty()) {
            return new Invocation(false, false);
        }
        boolean runs = words.get(0).equals(RUN);
        if ((runs || isTarget(words.get(0))) && words.stream().noneMatch(HELP::contains)) {
            // As a rule: no need to know which flags there are.
            return new Invocation(!runs, runs);
        }
        List<String> flags = flags(runs ? words.subList(1, words.size()) : words);
        if (flags.stream().anyMatch(HELP::contains)) {
            return new Invocation(false, false);
        }
        return new Invocation(!runs && flags.stream().anyMatch(Invocation::isTarget), runs);
    }

    boolean meters() {
        return attaches || runs;
    }

    private static boolean isTarget(String word) {
        return TARGETS.contains(withoutValue(word));
    }

    private static String withoutValue(String word) {
        int equals = word.indexOf('=');
        return equals < 0 ? word : word.substring(0, equals);
    }

    /** The flags before the first word that is neither one nor the value of one: there the command begins. */
    private static List<String> flags(List<String> words) {
        List<String> flags = new ArrayList<>();
        int at = 0;
        while (at < words.size() && isFlag(words.get(at))) {
            flags.add(words.get(at));
            at += takesNext(words.get(at)) ? 2 : 1;
        }
        return flags;
    }

    private static boolean isFlag(String word) {
        return word.startsWith("-") && !word.equals("--");
    }

    private static boolean takesNext(String word) {
        return word.indexOf('=') < 0 && !HELP.contains(word) && !Switches.NAMES.contains(word);
    }

    /** Loaded where they matter alone. */
    private static final class Switches {
        static final List<String> NAMES = switches();

        private static List<String> switches() {
            List<String> names = new ArrayList<>(List.of("--machine"));
            for (Setting setting : Setting.values()) {
                if (setting.isSwitch()) {
                    names.add(setting.flag());
                }
            }
            return names;
        }
    }
}
