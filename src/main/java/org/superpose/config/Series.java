package org.superpose.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** The ways to write an axis by its ends. Values are computed with StrictMath, so that every machine finds the same ones. */
enum Series {
    /** count values, evenly spaced, both ends exact. */
    LINSPACE("three numbers: [first, last, count]", 3) {
        @Override
        double[] values(double[] arguments) {
            double first = arguments[0];
            double last = arguments[1];
            int count = count(first, last, arguments[2]);
            return between(first, last, count, q -> first + (last - first) * q / (count - 1));
        }
    },
    /** count values, evenly spaced in the logarithm, between end values (not exponents), both exact. */
    LOGSPACE("three numbers: [first, last, count], ends above 0", 3) {
        @Override
        double[] values(double[] arguments) {
            return logarithmic(arguments);
        }
    },
    /** This is another name of LOGSPACE. */
    GEOMSPACE("three numbers: [first, last, count], ends above 0", 3) {
        @Override
        double[] values(double[] arguments) {
            return logarithmic(arguments);
        }
    },
    /** 2^first … 2^last. */
    POW2("two numbers: [first exponent, last exponent], whole ones from -60 to 60", 2) {
        @Override
        double[] values(double[] arguments) {
            int first = exponent(arguments[0]);
            int last = exponent(arguments[1]);
            int sign = last < first ? -1 : 1;
            return IntStream.rangeClosed(0, Math.abs(last - first))
                    .mapToDouble(q -> StrictMath.scalb(1.0, first + sign * q))
                    .toArray();
        }
    },
    /** first, first + step, … up to last, which is included where a step meets it. */
    RANGE("three numbers: [first, last, step]", 3) {
        @Override
        double[] values(double[] arguments) {
            double step = arguments[2];
            double steps = (arguments[1] - arguments[0]) / step;
            if (step == 0 || !(steps >= 0)) {
                throw new IllegalArgumentException("the step must lead from first to last; got " + Numbers.shown(step));
            }
            int count = limited(Math.floor(steps + 1e-9) + 1);
            return IntStream.range(0, count)
                    .mapToDouble(q -> arguments[0] + q * step)
                    .toArray();
        }
    };

    private final String form;
    private final int arity;

    Series(String form, int arity) {
        this.form = form;
        this.arity = arity;
    }

    /** @throws IllegalArgumentException if the arguments make no series; the message tells the user why */
    abstract double[] values(double[] arguments);

    String form() {
        return form;
    }

    int arity() {
        return arity;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Series::label).toList();
    }

    static Series named(String name) {
        return Arrays.stream(values())
                .filter(series -> series.label().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Whether a section is a series, such as {@code {pow2: [3, 6]}}. */
    static boolean writes(Node node) {
        return node instanceof Node.Mapping mapping
                && mapping.entries().size() == 1
                && names().containsAll(mapping.entries().keySet());
    }

    private static double[] logarithmic(double[] arguments) {
        double first = arguments[0];
        double last = arguments[1];
        if (!(first > 0 && last > 0)) {
            throw new IllegalArgumentException("both ends must be above 0 (values, not exponents); got "
                    + Numbers.shown(first) + " and " + Numbers.shown(last));
        }
        int count = count(first, last, arguments[2]);
        double low = StrictMath.log(first);
        double high = StrictMath.log(last);
        return between(first, last, count, q -> StrictMath.exp(low + (high - low) * q / (count - 1)));
    }

    private static double[] between(double first, double last, int count, IntToDoubleFunction inner) {
        double[] values = new double[count];
        for (int q = 1; q < count - 1; q++) {
            values[q] = inner.applyAsDouble(q);
            if (!Double.isFinite(values[q])) {
                throw new IllegalArgumentException("the ends are too far apart");
            }
        }
        values[0] = first;
        values[count - 1] = last;
        return values;
    }

    private static int count(double first, double last, double count) {
        if (count != Math.rint(count) || count < 1 || (count == 1 && first != last)) {
            throw new IllegalArgumentException(
                    "the count must be a whole number from 2 (1 if both ends are equal); got " + Numbers.shown(count));
        }
        return limited(count);
    }

    private static int limited(double count) {
        if (!(count <= ValueReader.MOST_VALUES)) {
            throw new IllegalArgumentException("gives more than " + ValueReader.MOST_VALUES + " values");
        }
        return (int) count;
    }

    private static int exponent(double exponent) {
        if (exponent != Math.rint(exponent) || Math.abs(exponent) > 60) {
            throw new IllegalArgumentException(
                    "exponents must be whole numbers from -60 to 60; got " + Numbers.shown(exponent));
        }
        return (int) exponent;
    }
}
