package org.superpose.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.superpose.columns.Column;
import org.superpose.columns.Shown;
import org.superpose.columns.Trait;
import org.superpose.results.DerivedStatistic;

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
    record Terms(List<String> of, int power) {
        /** Returns the terms of a column with the names that the page has for columns. */
        private static Terms of(Shown shown) {
            Shown.Terms terms = shown.terms();
            return terms == null
                    ? null
                    : new Terms(terms.of().stream().map(Statistic::onThePage).toList(), terms.power());
        }
    }

    /** A column of {@code models}. */
    static Statistic of(Column<?> column) {
        Shown shown = column.shown();
        return new Statistic(
                column.name(),
                shown.label(),
                shown.symbol(),
                shown.says(),
                null,
                null,
                null,
                null,
                Terms.of(shown),
                shown.share(),
                column.is(Trait.TERMS),
                true,
                column.is(Trait.FITTED));
    }

    /** What is made of two columns; a difference is offered in fits alone. */
    static Statistic of(DerivedStatistic derived) {
        Shown shown = derived.shown();
        boolean ratio = derived.operation() == DerivedStatistic.Operation.OVER;
        return new Statistic(
                derived.name(),
                shown.label(),
                shown.symbol(),
                shown.says(),
                derived.of(),
                ratio ? derived.other() : null,
                derived.reference(),
                ratio ? null : derived.other(),
                Terms.of(shown),
                shown.share(),
                derived.traits().contains(Trait.TERMS),
                ratio,
                derived.traits().contains(Trait.FITTED));
    }

    private static String onThePage(String column) {
        return column.equals("density") ? "p" : column;
    }
}
