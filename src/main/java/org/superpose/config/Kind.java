package org.superpose.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What one setting may hold. */
sealed interface Kind {
    /** The value a scalar spells, or null if it is not allowed. */
    Serializable read(Node.Scalar scalar);

    /** What is allowed, to end the sentence "must be …". */
    String allowed();

    /** What an axis may hold, to end the same sentence. */
    default String listed() {
        return allowed() + ", or a list of such";
    }

    /** The words a misspelt value can be compared with. */
    default List<String> words() {
        return List.of();
    }

    /** Kinds that axes can generate by formula. */
    sealed interface Numeric extends Kind {
        /** The value of a generated number, or null if it is out of range. */
        Serializable of(double value);

        @Override
        default Serializable read(Node.Scalar scalar) {
            Double number = Numbers.parse(scalar);
            return number == null ? null : of(number);
        }
    }

    /** Whole numbers from {@code least} to {@code most}, which stay below 2⁵³. */
    record Whole(long least, long most) implements Numeric {
        @Override
        public Serializable of(double value) {
            return value == Math.rint(value) && value >= least && value <= most ? (Long) (long) value : null;
        }

        @Override
        public String allowed() {
            return "a whole number from " + least + " to " + most;
        }
    }

    /** Real numbers between two bounds. */
    record Real(double least, boolean leastIncluded, double most, boolean mostIncluded) implements Numeric {
        /** [least, most]. */
        static Real closed(double least, double most) {
            return new Real(least, true, most, true);
        }

        /** (0, most]. */
        static Real positive(double most) {
            return new Real(0, false, most, true);
        }

        @Override
        public Serializable of(double value) {
            double rounded = Numbers.round12(value);
            boolean above = leastIncluded ? rounded >= least : rounded > least;
            boolean below = mostIncluded ? rounded <= most : rounded < most;
            return above && below ? (Double) rounded : null;
        }

        @Override
        public String allowed() {
            return "a number in " + (leastIncluded ? "[" : "(") + Numbers.shown(least) + ", " + Numbers.shown(most)
                    + (mostIncluded ? "]" : ")");
        }
    }

    /** One directory, or in a section a list of them; a list of texts. */
    record Directories() implements Kind {
        @Override
        public Serializable read(Node.Scalar scalar) {
            return scalar.isNull() || scalar.text().isBlank() || scalar.text().indexOf('\n') >= 0
                    ? null
                    : new ArrayList<>(List.of(scalar.text()));
        }

        @Override
        public String allowed() {
            return "a directory of results, or a list of such";
        }

        @Override
        public String listed() {
            return allowed();
        }
    }

    /** true or false, spelt so. */
    record Flag() implements Kind {
        @Override
        public Serializable read(Node.Scalar scalar) {
            return (scalar.quoted() || !words().contains(scalar.text())) ? null : Boolean.valueOf(scalar.text());
        }

        @Override
        public String allowed() {
            return "true or false";
        }

        @Override
        public List<String> words() {
            return List.of("true", "false");
        }
    }

    /** The value is one of a few words. */
    record Choice(List<String> words) implements Kind {
        static Choice of(String... words) {
            return new Choice(List.of(words));
        }

        /** The constants of an enum in lower case, their labels. */
        static Choice of(Enum<?>[] constants) {
            return new Choice(Arrays.stream(constants)
                    .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                    .toList());
        }

        @Override
        public Serializable read(Node.Scalar scalar) {
            return words.contains(scalar.text()) ? scalar.text() : null;
        }

        @Override
        public String allowed() {
            return "one of " + String.join(", ", words);
        }
    }
}
