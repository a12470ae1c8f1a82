package org.superpose.results;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.superpose.columns.Shown;
import org.superpose.columns.Trait;

/**
 * A statistic that is made of two columns of {@code outcomes}, and for {@link Trait#MEAN} averaged in {@code points}, and is in no table. {@code loss_over_limit}, for example, is {@code loss} divided by
 * {@code loss_limit}.
 *
 * @param of the first column
 * @param operation what is done with it
 * @param other the second column
 * @param reference what loses as much as {@code other}, in words; null for a difference
 */
public record DerivedStatistic(
        String name, String of, Operation operation, String other, String reference, Shown shown, Set<Trait> traits) {
    /** What is done with two columns. */
    public enum Operation {
        OVER,
        MINUS
    }

    /** All there are. */
    public static final List<DerivedStatistic> ALL = List.of(
            new DerivedStatistic(
                    "loss_over_limit",
                    "loss",
                    Operation.OVER,
                    "loss_limit",
                    "the symmetric limit",
                    Shown.of("loss / thermodynamic limit", "{L}/{L}*", "loss over the limit"),
                    Set.of(Trait.FITTED, Trait.NONNEGATIVE)),
            new DerivedStatistic(
                    "loss_over_linear",
                    "loss",
                    Operation.OVER,
                    "loss_linear",
                    "the best linear model",
                    Shown.of("loss / best linear model", "{L}/{L}_(linear)", "loss over that of the best linear model"),
                    Set.of(Trait.NONNEGATIVE)),
            new DerivedStatistic(
                    "loss_over_symmetric",
                    "loss",
                    Operation.OVER,
                    "loss_symmetric",
                    "what Gaussian noise in their rows would lose",
                    Shown.of(
                            "loss / Gaussian picture of its own rows",
                            "{L}/{L}_(sym)",
                            "loss over what Gaussian noise in its rows would lose"),
                    Set.of(Trait.MEAN, Trait.FITTED, Trait.NONNEGATIVE)),
            new DerivedStatistic(
                    "loss_minus_limit",
                    "loss",
                    Operation.MINUS,
                    "loss_limit",
                    null,
                    Shown.of("loss − thermodynamic limit", "{L} − {L}*", "loss less the limit"),
                    Set.of(Trait.FITTED)));

    /** How it is had from a row of {@code outcomes}; null where the second column is 0 and divides. */
    public String sql() {
        return sql(column -> column);
    }

    /** The same with the columns by other names. */
    public String sql(UnaryOperator<String> path) {
        String first = path.apply(of);
        String second = path.apply(other);
        return switch (operation) {
            case OVER -> "try_divide(" + first + ", " + second + ")";
            case MINUS -> first + " - " + second;
        };
    }
}
