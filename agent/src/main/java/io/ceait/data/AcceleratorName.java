package io.ceait.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reduces the spellings of an accelerator's name to the words that tell it from others. */
final class AcceleratorName {

    /** Words that say who made it or what every such device is; some collections leave them out. */
    private static final Set<String> NOISE = Set.of(
            "nvidia",
            "tesla",
            "graphics",
            "gpu",
            "geforce",
            "amd",
            "instinct",
            "radeon",
            "intel",
            "habana",
            "google",
            "huawei",
            "hgx");

    private static final String SEPARATORS = "-_ ()";

    private AcceleratorName() {}

    /**
     * {@code NVIDIA A100-SXM4-80GB}, {@code A100 SXM4 80 GB} and {@code a100_sxm4_80g}: {@code a100, sxm4, 80gb}. By hand,
     * without a pattern: a driver's name is looked for while a run begins.
     */
    static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        String text = name.toLowerCase(Locale.ROOT).replace("(r)", " ").replace("(tm)", " ");
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || SEPARATORS.indexOf(text.charAt(i)) >= 0) {
                add(words, text.substring(start, i));
                start = i + 1;
            }
        }
        return words;
    }

    private static void add(List<String> words, String word) {
        int last = words.size() - 1;
        if ((word.equals("gb") || word.equals("g")) && last >= 0 && isNumber(words.get(last))) {
            words.set(last, words.get(last) + "gb");
        } else if (word.endsWith("g") && isNumber(word.substring(0, word.length() - 1))) {
            words.add(word + "b");
        } else if (!word.isEmpty() && !NOISE.contains(word)) {
            words.add(word);
        }
    }

    static String key(String name) {
        return String.join(" ", words(name));
    }

    private static boolean isNumber(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                return false;
            }
        }
        return !word.isEmpty();
    }
}
