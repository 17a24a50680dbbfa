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

    private static final Set<String> ORDINALS = Set.of("st", "nd", "rd", "th");

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

    /**
     * The longest run of digits, which is most of the model number and knows no upper and lower case. Empty when there
     * is none: such a name names no model.
     */
    static String longestNumber(String key) {
        String best = "";
        int start = 0;
        for (int i = 0; i <= key.length(); i++) {
            if (i == key.length() || !Character.isDigit(key.charAt(i))) {
                if (i - start > best.length()) {
                    best = key.substring(start, i);
                }
                start = i + 1;
            }
        }
        return best;
    }

    /**
     * Whether a row and a brand can be of one maker: both makers have numbered models freely. A row of one word without
     * a maker, such as {@code N870}, comes from AMD's list, whose family names the collection dropped.
     */
    static boolean sameMaker(String row, String brand) {
        String ofRow = maker(row);
        if (ofRow.isEmpty() && key(row).indexOf(' ') < 0) {
            ofRow = "amd";
        }
        String ofBrand = maker(brand);
        return ofRow.isEmpty() || ofBrand.isEmpty() || ofRow.equals(ofBrand);
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
                .replace("(r)", " ")
                .replace("(tm)", " ")
                .replace("(c)", " ")
                .replace("@", " @ ")
                .replace(" -", "-"); // FX(tm)-8350
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            // No regular expression here: loading that machinery takes longer than the whole search.
            if (i == text.length() || text.charAt(i) == ' ' || text.charAt(i) == '\t' || text.charAt(i) == '\u00a0') {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    private static boolean isOrdinal(String word) {
        return word.length() > 2
                && Character.isDigit(word.charAt(0))
                && ORDINALS.contains(word.substring(word.length() - 2));
    }
}
