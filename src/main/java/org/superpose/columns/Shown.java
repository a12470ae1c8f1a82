package org.superpose.columns;

import java.util.List;

/**
 * How figures show a column. {@code dims_per_feature}, for example, is called "dimensions per feature" in controls and within a sentence, and
 * {@code {D}*} on axes.
 *
 * @param label its name in a control
 * @param symbol its symbol, in the markup of the report's page
 * @param says what a sentence calls it
 * @param terms of what size the terms are that it is made of, or null for 1
 * @param share whether it lies between 0 and 1
 */
public record Shown(String label, String symbol, String says, Terms terms, boolean share) {
    /**
     * The size of terms: the mean of the first of the columns that is known, to a power. What is 10^13 times smaller is rounding of zero.
     *
     * @param of names of columns
     */
    public record Terms(List<String> of, int power) {}

    /** How a column is shown whose terms are of size 1. */
    public static Shown of(String label, String symbol, String says) {
        return new Shown(label, symbol, says, null, false);
    }

    /** Returns the same with the size of its terms. */
    public Shown termsOf(int power, String... columns) {
        return new Shown(label, symbol, says, new Terms(List.of(columns), power), share);
    }

    /** Returns the same for what lies between 0 and 1. */
    public Shown asShare() {
        return new Shown(label, symbol, says, terms, true);
    }
}
