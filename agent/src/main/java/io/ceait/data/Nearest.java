package io.ceait.data;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The known word that a mistyped one was most likely meant to be. */
public final class Nearest {

    /** What is longer was not mistyped, and to compare it would take the square of its length. */
    private static final int LONGEST_WORD = 200;

    private Nearest() {}

    /** The closest of {@code known}, if one is close enough that a slip of the fingers explains it. */
    public static Optional<String> to(String word, Collection<String> known) {
        String best = null;
        int least = Math.max(2, word.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** What a word with a point in it may have been meant by its beginning: {@code path.sysfs} by {@code path}. */
    public static List<String> beginningWith(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> candidate.startsWith(word + "."))
                .toList();
    }

    /** {@code , did you mean "x"?} or nothing: the end of a sentence about an unknown word. */
    public static String hint(String word, Collection<String> known) {
        return to(word, known).map(near -> "; did you mean \"" + near + "\"?").orElse("");
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other, case ignored. */
    public static int distance(String one, String other) {
        String a = one.toLowerCase(java.util.Locale.ROOT);
        String b = other.toLowerCase(java.util.Locale.ROOT);
        if (Math.max(a.length(), b.length()) > LONGEST_WORD) {
            return Math.max(a.length(), b.length());
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, cost, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int[][] cost, int i, int j) {
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }
}
