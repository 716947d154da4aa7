package io.slackwater.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a mistyped name probably means. */
public final class Nearest {

    private Nearest() {}

    /**
     * The known name closest to {@code typed}; empty when none is similar. Ignores letter case, dashes, underscores,
     * dots and blanks. Up to a third of the letters may differ.
     */
    public static Optional<String> to(String typed, Collection<String> known) {
        String wanted = letters(typed);
        return known.stream()
                .filter(name -> distance(wanted, letters(name))
                        <= Math.max(wanted.length(), letters(name).length()) / 3)
                .min(Comparator.comparingInt(name -> distance(wanted, letters(name))));
    }

    /** The text {@code " (did you mean 'x'?)"} for a message; empty when no known name is similar. */
    public static String hint(String typed, Collection<String> known) {
        return to(typed, known).map(name -> " (did you mean '" + name + "'?)").orElse("");
    }

    private static String letters(String name) {
        return name.replaceAll("[-_. ]", "").toLowerCase(Locale.ROOT);
    }

    /** The Damerau-Levenshtein distance (optimal string alignment): two swapped neighbours count as one mistake. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int changed = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + changed);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
