package org.superpose.columns;

import java.util.Set;
import java.util.function.Function;

/**
 * One column, declared once.
 *
 * @param <S> what a row is made of
 * @param name the name in the table, within its structure
 * @param value the value of a row, null where it does not exist. A structure's value is what its fields are had from, an array's is a {@code List} or
 *     an array of Java. A number may be of any type that {@code type} can hold.
 * @param meaning what it is, in sentences for the documentation
 * @param shown how figures show it, null if they do not offer it
 */
public record Column<S>(
        String name, Type type, Function<? super S, ?> value, String meaning, Set<Trait> traits, Shown shown) {
    public Column {
        traits = Set.copyOf(traits);
        if (!meaning.endsWith(".")) {
            throw new IllegalArgumentException(
                    "the meaning of column " + name + " must be a sentence; got: " + meaning);
        }
    }

    /** Whether it has a trait. */
    public boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** Whether its values are one number, word or truth each. */
    public boolean scalar() {
        return type instanceof Type.Scalar;
    }

    /** Returns the same column for rows that are made of more than this column needs; its value is null where they lack the part. */
    <T> Column<T> of(Function<? super T, ? extends S> part) {
        Function<T, Object> whole = row -> {
            S own = part.apply(row);
            return own == null ? null : value.apply(own);
        };
        return new Column<>(name, type, whole, meaning, traits, shown);
    }

    /** Returns the same column with the words that figures use of it. */
    Column<S> with(Shown words) {
        return new Column<>(name, type, value, meaning, traits, words);
    }
}
