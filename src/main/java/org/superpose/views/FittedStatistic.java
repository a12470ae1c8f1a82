package org.superpose.views;

import java.util.List;
import java.util.stream.Stream;
import org.superpose.columns.Column;
import org.superpose.columns.Trait;
import org.superpose.results.ModelRecord;

/**
 * A statistic that is fitted over sizes. For example, {@code loss_over_limit} is {@code try_divide(loss, loss_limit)}.
 *
 * @param name in the column {@code statistic}
 * @param sql how it is had from a row of {@code models}
 * @param nonnegative whether neither it nor its limit can be negative
 * @param terms whether it is made of n − 1 terms
 */
record FittedStatistic(String name, String sql, boolean nonnegative, boolean terms) {
    /** What is made of two columns. */
    private static final List<FittedStatistic> DERIVED = List.of(
            new FittedStatistic("loss_over_limit", "try_divide(loss, loss_limit)", true, false),
            new FittedStatistic("loss_minus_limit", "loss - loss_limit", false, false));

    /** Every one: the columns of {@code models} that are declared so, in their order, and what is made of two. */
    static final List<FittedStatistic> ALL = Stream.concat(
                    ModelRecord.COLUMNS.all().stream()
                            .filter(column -> column.is(Trait.FITTED))
                            .map(FittedStatistic::of),
                    DERIVED.stream())
            .toList();

    private static FittedStatistic of(Column<?> column) {
        return new FittedStatistic(
                column.name(), column.name(), column.is(Trait.NONNEGATIVE), column.is(Trait.TERMS));
    }

    /** The statistic of a name that is known. */
    static FittedStatistic named(String name) {
        return ALL.stream()
                .filter(statistic -> statistic.name.equals(name))
                .findFirst()
                .orElseThrow();
    }
}
