package org.superpose.config;

import java.util.Comparator;
import java.util.List;

/** The word a user probably meant, by the optimal string alignment distance (Damerau–Levenshtein, no substring edited twice). */
final class Suggestion {
    private static final int LONGEST = 64;

    private Suggestion() {}

    /** The nearest candidate within a third of the word's length (at least one edit), or null. */
    static String nearest(String word, List<String> candidates) {
        if (word.length() > LONGEST) {
            return null;
        }
        String best = null;
        int bestDistance = Math.max(1, (word.length() + 1) / 3) + 1;
        for (String candidate : candidates) {
            int distance = candidate.equalsIgnoreCase(word) ? 0 : distance(word, candidate);
            if (distance < bestDistance && distance < Math.max(word.length(), candidate.length())) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** The end of a message on a word that is not known: what was meant, or nothing. */
    static String hint(String word, List<String> candidates) {
        int colon = word.indexOf(':');
        if (colon > 0 && candidates.contains(word.substring(0, colon))) {
            return "; write a space after the colon";
        }
        String nearest = nearest(word, candidates);
        return nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
    }

    /** The shortest name of the setting that a last word such as {@code batch} stands for, null if it stands for none or several. */
    static String setting(String word) {
        List<String> names = SettingNames.all().stream()
                .filter(name -> name.equals(word) || name.endsWith("." + word))
                .sorted(Comparator.comparingInt(String::length))
                .toList();
        return names.stream().map(SettingNames::named).distinct().count() == 1 ? names.get(0) : null;
    }

    /** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cell(a, b, d, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cell(String a, String b, int[][] d, int i, int j) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
