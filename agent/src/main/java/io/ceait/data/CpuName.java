package io.ceait.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reduces the many spellings of a processor's name to the words that tell it from others. */
final class CpuName {

    /** Words that say what every processor is. */
    private static final Set<String> NOISE =
            Set.of("cpu", "processor", "apu", "soc", "x-series", "intel", "amd", "(oem", "only)");

    private CpuName() {}

    /** {@code Intel(R) Xeon(R) Gold 6248R CPU @ 3.00GHz} and {@code Xeon Gold 6248R}: {@code xeon gold 6248r}. */
    static String key(String name) {
        List<String> words = new ArrayList<>();
        for (String word : words(name)) {
            if (word.equals("with") || word.equals("w/") || word.equals("@")) {
                break; // the graphics on the same die, or the clock
            }
            if (word.equals("gen") && !words.isEmpty() && isOrdinal(words.get(words.size() - 1))) {
                words.remove(words.size() - 1);
            } else if (!NOISE.contains(word) && !word.endsWith("-core") && !word.endsWith("-cores")) {
                words.add(word);
            }
        }
        // The first generation of Xeon E5 calls itself "E5-2680 0" where the later ones say v2, v3, v4.
        if (words.size() > 1 && words.get(words.size() - 1).equals("0")) {
            words.remove(words.size() - 1);
        }
        return String.join(" ", words);
    }

    /** The longest word with a digit: the model number. Empty when the name has none and so names no model. */
    static String distinctiveWord(String key) {
        String best = "";
        for (String word : key.split(" ", -1)) {
            if (word.length() > best.length() && word.chars().anyMatch(c -> c >= '0' && c <= '9')) {
                best = word;
            }
        }
        return best;
    }

    /** Two names that both spell out their maker must agree on it: both makers have numbered models freely. */
    static boolean sameMaker(String one, String other) {
        return maker(one).isEmpty() || maker(other).isEmpty() || maker(one).equals(maker(other));
    }

    static boolean namesMaker(String name) {
        return !maker(name).isEmpty();
    }

    private static String maker(String name) {
        List<String> words = words(name);
        return words.contains("intel") ? "intel" : words.contains("amd") ? "amd" : "";
    }

    private static List<String> words(String name) {
        String text = name.toLowerCase(Locale.ROOT)
                .replace('\u00a0', ' ')
                .replace("(r)", " ")
                .replace("(tm)", " ")
                .replace("(c)", " ")
                .replace("@", " @ ")
                .replace(" -", "-"); // FX(tm)-8350
        return List.of(text.strip().split("\\s+"));
    }

    private static boolean isOrdinal(String word) {
        return word.length() > 2
                && Character.isDigit(word.charAt(0))
                && Set.of("st", "nd", "rd", "th").contains(word.substring(word.length() - 2));
    }
}
