package org.superpose.config;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The {@code where} of a grid. Two numbers are equal when they differ by at most 1e-9 of the larger one, and less or greater only when they are not
 * equal, so that values computed in different ways meet.
 */
public final class Condition implements Serializable {
    private static final long serialVersionUID = 1;
    private static final double EQUAL = 1e-9;

    private final String text;
    private final Position position;
    private final Test test;
    private final Set<Variable> variables;

    Condition(String text, Position position, Test test, Set<Variable> variables) {
        this.text = text;
        this.position = position;
        this.test = test;
        this.variables = Set.copyOf(variables);
    }

    /** What a condition can ask of a point. */
    public enum Variable {
        /** Features. */
        N,
        /** Hidden dimensions. */
        M,
        /** m/n, or the ratio that the file asks for where it gives one. */
        RATIO,
        /** S. */
        SPARSITY,
        /** The density p, the probability that a feature is active. */
        DENSITY,
        /** δ; undefined under importance.last. */
        DECAY;

        /** The name in conditions. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Variable named(String name) {
            return Arrays.stream(values())
                    .filter(variable -> variable.label().equals(name))
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * Whether a point is kept.
     *
     * @throws ArithmeticException if a quantity is undefined, such as 0/0
     */
    public boolean holds(ToDoubleFunction<Variable> point) {
        return test.holds(point);
    }

    /** The condition as written. */
    public String text() {
        return text;
    }

    /** Where it stands. */
    public Position position() {
        return position;
    }

    /** What it asks of a point. */
    public Set<Variable> variables() {
        return variables;
    }

    /** A truth value of a point. */
    sealed interface Test extends Serializable {
        boolean holds(ToDoubleFunction<Variable> point);
    }

    /** All of them, or any. */
    record Junction(boolean all, List<Test> parts) implements Test {
        @Override
        public boolean holds(ToDoubleFunction<Variable> point) {
            for (Test part : parts) {
                if (part.holds(point) != all) {
                    return !all;
                }
            }
            return all;
        }
    }

    /** The opposite. */
    record Not(Test part) implements Test {
        @Override
        public boolean holds(ToDoubleFunction<Variable> point) {
            return !part.holds(point);
        }
    }

    /** One comparison. */
    record Comparison(Quantity left, String operator, Quantity right) implements Test {
        @Override
        public boolean holds(ToDoubleFunction<Variable> point) {
            double a = defined(left.of(point));
            double b = defined(right.of(point));
            boolean equal =
                    a == b || Math.abs(a - b) <= EQUAL * Math.min(Double.MAX_VALUE, Math.max(Math.abs(a), Math.abs(b)));
            return switch (operator) {
                case "<" -> a < b && !equal;
                case "<=" -> a < b || equal;
                case ">" -> a > b && !equal;
                case ">=" -> a > b || equal;
                case "==" -> equal;
                case "!=" -> !equal;
                default -> throw new IllegalStateException(operator);
            };
        }

        private static double defined(double value) {
            if (Double.isNaN(value)) {
                throw new ArithmeticException("a quantity is undefined");
            }
            return value;
        }
    }

    /** A number of a point. */
    sealed interface Quantity extends Serializable {
        double of(ToDoubleFunction<Variable> point);
    }

    /** A number as written. */
    record Constant(double value) implements Quantity {
        @Override
        public double of(ToDoubleFunction<Variable> point) {
            return value;
        }
    }

    /** A variable's value. */
    record Named(Variable variable) implements Quantity {
        @Override
        public double of(ToDoubleFunction<Variable> point) {
            return point.applyAsDouble(variable);
        }
    }

    /** One of + - * /. */
    record Arithmetic(Quantity left, char operator, Quantity right) implements Quantity {
        @Override
        public double of(ToDoubleFunction<Variable> point) {
            double a = left.of(point);
            double b = right.of(point);
            return switch (operator) {
                case '+' -> a + b;
                case '-' -> a - b;
                case '*' -> a * b;
                case '/' -> a / b;
                default -> throw new IllegalStateException(String.valueOf(operator));
            };
        }
    }
}
