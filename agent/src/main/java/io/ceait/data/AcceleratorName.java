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

    private AcceleratorName() {}

    /** {@code NVIDIA A100-SXM4-80GB}, {@code A100 SXM4 80 GB} and {@code a100_sxm4_80g}: {@code a100, sxm4, 80gb}. */
    static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        String spaced = name.toLowerCase(Locale.ROOT).replace("(r)", " ").replace("(tm)", " ");
        for (String word : spaced.split("[-_ ()]+", -1)) {
            boolean unit = word.equals("gb") || word.equals("g");
            if (unit && !words.isEmpty() && isNumber(words.get(words.size() - 1))) {
                words.set(words.size() - 1, words.get(words.size() - 1) + "gb");
            } else if (word.endsWith("g") && isNumber(word.substring(0, word.length() - 1))) {
                words.add(word + "b");
            } else if (!word.isEmpty() && !NOISE.contains(word)) {
                words.add(word);
            }
        }
        return words;
    }

    static String key(String name) {
        return String.join(" ", words(name));
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
