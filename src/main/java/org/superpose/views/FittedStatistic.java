package org.superpose.views;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.superpose.columns.Trait;
import org.superpose.results.DerivedStatistic;
import org.superpose.results.ModelRecord;

/**
 * A statistic that is fitted over sizes. For example, {@code loss_over_limit} is {@code try_divide(loss, loss_limit)}.
 *
 * @param name in the column {@code statistic}
 * @param sql how it is had from a row of {@code models}
 */
record FittedStatistic(String name, String sql, Set<Trait> traits) {
    /** All there are: the columns of {@code models} that are declared so, in their order, and what is made of two. */
    static final List<FittedStatistic> ALL = Stream.concat(
                    ModelRecord.COLUMNS.all().stream()
                            .map(column -> new FittedStatistic(column.name(), column.name(), column.traits())),
                    DerivedStatistic.ALL.stream()
                            .map(derived -> new FittedStatistic(derived.name(), derived.sql(), derived.traits())))
            .filter(statistic -> statistic.traits.contains(Trait.FITTED))
            .toList();

    /** Whether neither it nor its limit can be negative. */
    boolean nonnegative() {
        return traits.contains(Trait.NONNEGATIVE);
    }

    /** Whether it is made of n − 1 terms. */
    boolean terms() {
        return traits.contains(Trait.TERMS);
    }

    /** The statistic of a name that is known. */
    static FittedStatistic named(String name) {
        return ALL.stream()
                .filter(statistic -> statistic.name.equals(name))
                .findFirst()
                .orElseThrow();
    }
}
