package org.superpose.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A statistic that figures offer, as the page's data tell it. {@code dims_per_feature}, for one, is called "dimensions per feature" in controls,
 * {@code {D}*} on axes and "dimensions per feature" within a sentence, and is fitted over sizes.
 *
 * @param name the column of {@code models} that it is, or of the page's rows where it is derived
 * @param label its name in a control
 * @param symbol its symbol, in the markup of the page
 * @param says what a sentence calls it
 * @param of the column it is derived from, or null
 * @param over the column that {@code of} is divided by, or null
 * @param reference what loses as much as {@code over}, in words, or null
 * @param minus the column that is taken from {@code of}, or null
 * @param terms of what size the terms are that it is made of, or null for 1
 * @param unit whether it lies between 0 and 1
 * @param sums whether it is a sum of n − 1 terms that falls like 1/√n where they are independent
 * @param plane whether it is offered over the plane
 * @param fitted whether its fits over n are offered
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record Statistic(
        String name,
        String label,
        String symbol,
        String says,
        String of,
        String over,
        String reference,
        String minus,
        Terms terms,
        boolean unit,
        boolean sums,
        boolean plane,
        @JsonIgnore boolean fitted) {

    /** The size of terms: the mean of the first of the columns that is known, to a power. What is 10^13 times smaller is rounding of zero. */
    record Terms(List<String> of, int power) {}

    /** A column of {@code models}. */
    static Statistic column(String name, String label, String symbol, String says) {
        return new Statistic(name, label, symbol, says, null, null, null, null, null, false, false, true, false);
    }

    /** A column divided by another. */
    static Statistic ratio(
            String name, String label, String symbol, String says, String of, String over, String reference) {
        return new Statistic(name, label, symbol, says, of, over, reference, null, null, false, false, true, false);
    }

    /** A column less another, which is offered in fits alone. */
    static Statistic difference(String name, String label, String symbol, String says, String of, String minus) {
        return new Statistic(name, label, symbol, says, of, null, null, minus, null, false, false, false, true);
    }

    Statistic fit() {
        return new Statistic(name, label, symbol, says, of, over, reference, minus, terms, unit, sums, plane, true);
    }

    Statistic termsOf(int power, String... columns) {
        Terms size = new Terms(List.of(columns), power);
        return new Statistic(name, label, symbol, says, of, over, reference, minus, size, unit, sums, plane, fitted);
    }

    Statistic sum() {
        return new Statistic(name, label, symbol, says, of, over, reference, minus, terms, unit, true, plane, fitted);
    }

    Statistic share() {
        return new Statistic(name, label, symbol, says, of, over, reference, minus, terms, true, sums, plane, fitted);
    }
}
