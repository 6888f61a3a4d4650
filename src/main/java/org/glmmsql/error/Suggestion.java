package org.glmmsql.error;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The end of a message about an unknown word: the nearest known spelling, and all that is known. */
public final class Suggestion {
    /** Longer words have no typing errors worth a guess. */
    private static final int LONGEST = 64;

    private Suggestion() {}

    /** {@code did you mean 'nagq'? known: family, nagq, ...}; without the question where nothing is near. */
    public static String among(String found, Collection<String> known) {
        String all = "known: " + Excerpt.list(known);
        return nearest(found, known)
                .map(near -> "did you mean '" + near + "'? " + all)
                .orElse(all);
    }

    /** The known word with the fewest edits from {@code found}, case ignored; empty if more than a third must change or it is very long. */
    public static Optional<String> nearest(String found, Collection<String> known) {
        if (found.length() > LONGEST) {
            return Optional.empty();
        }
        String word = found.toLowerCase(Locale.ROOT);
        @Nullable String best = null;
        int fewest = Math.max(1, found.length() / 3) + 1;
        for (String candidate : known) {
            if (Math.abs(candidate.length() - found.length()) >= fewest) {
                continue; // as many edits at least
            }
            int edits = edits(word, candidate.toLowerCase(Locale.ROOT));
            if (edits < fewest) {
                fewest = edits;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
    private static int edits(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int substituted = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(substituted, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
