package org.superpose.codes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Codes that a search found, from {@code found-codes.txt}. A line {@code code 4 13 1.86… 64} says that the vectors on the next 13 lines make a code of 4
 * dimensions and 13 features with that coefficient, the least after 64 random starts; each line is a vector of m − 1 numbers, of length one but for
 * rounding. Lines that begin with # are comments.
 */
final class FoundCodes {
    private static final String FILE = "found-codes.txt";
    private static final String HEAD = "code";

    private FoundCodes() {}

    /**
     * One of them.
     *
     * @param coefficient as the file tells it
     * @param starts after how many random starts it was the best
     */
    record Found(Code code, double coefficient, int starts) {}

    static List<Found> all() {
        try (InputStream in = FoundCodes.class.getResourceAsStream(FILE)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Found> parse(String text) {
        List<String[]> lines = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.trim().split(" +"))
                .toList();
        List<Found> found = new ArrayList<>();
        for (int at = 0; at < lines.size(); ) {
            String[] head = lines.get(at);
            if (!head[0].equals(HEAD)) {
                throw new IllegalArgumentException(
                        FILE + ": a code begins with the word code; got " + String.join(" ", head));
            }
            int m = Integer.parseInt(head[1]);
            int g = Integer.parseInt(head[2]);
            double[][] vectors = lines.subList(at + 1, at + 1 + g).stream()
                    .map(FoundCodes::unit)
                    .toArray(double[][]::new);
            if (Arrays.stream(vectors).anyMatch(vector -> vector.length != m - 1)) {
                throw new IllegalArgumentException(FILE + ": the vectors of a code of " + m + " dimensions have "
                        + (m - 1) + " numbers each; code " + m + " " + g + " has others");
            }
            found.add(
                    new Found(Code.shifted("found", vectors), Double.parseDouble(head[3]), Integer.parseInt(head[4])));
            at += 1 + g;
        }
        return found;
    }

    private static double[] unit(String[] words) {
        double[] vector = Arrays.stream(words).mapToDouble(Double::parseDouble).toArray();
        double norm = Math.sqrt(Code.dot(vector, vector));
        return Arrays.stream(vector).map(x -> x / norm).toArray();
    }
}
