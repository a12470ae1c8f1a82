package org.superpose.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Nodes to the values of one setting: a scalar, or an axis in any of its forms. */
final class ValueReader {
    /** The most values of one axis. */
    static final int MOST_VALUES = 100_000;

    private final Mistakes mistakes;
    private final List<String> notices;

    ValueReader(Mistakes mistakes, List<String> notices) {
        this.mistakes = mistakes;
        this.notices = notices;
    }

    /** One value, or null after noting the mistake. */
    Value scalar(Node node, String key, Kind kind) {
        Serializable content = node instanceof Node.Scalar scalar ? kind.read(scalar) : null;
        if (content == null) {
            mistakes.add(
                    node.position(), key, "must be " + kind.allowed() + "; got " + node.shown() + hint(node, kind));
            return null;
        }
        return new Value(content, node.position());
    }

    /** What could be meant by a value that is not allowed. */
    private static String hint(Node node, Kind kind) {
        if (!(node instanceof Node.Scalar scalar) || scalar.text().isEmpty()) {
            return "";
        }
        Node.Scalar plain = new Node.Scalar(scalar.position(), scalar.text(), false);
        return scalar.quoted() && kind.read(plain) != null
                ? "; leave out the quotes"
                : Suggestion.hint(scalar.text(), kind.words());
    }

    /** All directories of a list as one value, or null after noting the mistake. */
    Value directories(Node.Sequence list, Setting setting) {
        List<Value> values = axis(list, setting);
        ArrayList<String> texts = new ArrayList<>();
        values.forEach(value -> texts.addAll(value.texts()));
        return texts.isEmpty() ? null : new Value(texts, list.position());
    }

    /** Every value of an axis in the order given, repetitions included; empty after a mistake. */
    List<Value> axis(Node node, Setting setting) {
        List<Value> values = new ArrayList<>();
        boolean complete;
        if (node instanceof Node.Sequence list) {
            complete = !list.items().isEmpty();
            if (!complete) {
                mistakes.add(list.position(), setting.key(), "is an empty list; an axis needs at least one value");
            }
            for (Node item : list.items()) {
                complete &= append(item, setting, values);
            }
        } else {
            complete = append(node, setting, values);
        }
        if (values.size() > MOST_VALUES) {
            mistakes.add(node.position(), setting.key(), "has more than " + MOST_VALUES + " values");
            return List.of();
        }
        return complete ? values : List.of();
    }

    /** The values without repetitions, with a notice if there were any. */
    List<Value> distinct(List<Value> values, Setting setting) {
        Set<Serializable> seen = new LinkedHashSet<>();
        List<Value> kept =
                values.stream().filter(value -> seen.add(value.content())).toList();
        if (kept.size() < values.size()) {
            notices.add(values.get(0).position() + ": " + setting.key() + ": " + values.size() + " values are "
                    + kept.size() + " distinct ones: " + listed(seen));
        }
        return kept;
    }

    private static String listed(Set<Serializable> values) {
        return values.stream().limit(12).map(String::valueOf).collect(Collectors.joining(", "))
                + (values.size() > 12 ? ", …" : "");
    }

    private boolean append(Node node, Setting setting, List<Value> values) {
        if (node instanceof Node.Mapping mapping) {
            return appendGenerated(mapping, setting, values);
        }
        Value value = scalar(node, setting.key(), setting.kind());
        if (value != null) {
            values.add(value);
        }
        return value != null;
    }

    private boolean appendGenerated(Node.Mapping mapping, Setting setting, List<Value> values) {
        if (!(setting.kind() instanceof Kind.Numeric kind)) {
            mistakes.add(
                    mapping.position(),
                    setting.key(),
                    "must be " + setting.kind().listed() + "; got a section");
            return false;
        }
        double[] numbers = generate(mapping, setting);
        boolean rounded = false;
        for (double number : numbers) {
            double exact = Numbers.round12(number);
            double wanted = kind instanceof Kind.Whole ? Math.floor(exact + 0.5) : exact;
            rounded |= wanted != exact;
            Serializable content = kind.of(wanted);
            if (content == null) {
                mistakes.add(
                        mapping.position(),
                        setting.key(),
                        "every value must be " + setting.allowed() + "; this gives " + Numbers.shown(wanted));
                return false;
            }
            values.add(new Value(content, mapping.position()));
        }
        if (rounded) {
            notices.add(mapping.position() + ": " + setting.key() + ": values were rounded to whole numbers");
        }
        return numbers.length > 0;
    }

    /** The numbers of {@code {form: [arguments]}}; none after a mistake. */
    private double[] generate(Node.Mapping mapping, Setting setting) {
        Map<String, Node.Entry> entries = mapping.entries();
        if (entries.size() != 1) {
            String forms = String.join(", ", Series.names());
            mistakes.add(mapping.position(), setting.key(), "must be a value, a list, or one of " + forms);
            return new double[0];
        }
        String form = entries.keySet().iterator().next();
        Node.Entry entry = entries.get(form);
        Series series = Series.named(form);
        if (series == null) {
            mistakes.unknown(entry.key(), setting.key(), form, Series.names());
            return new double[0];
        }
        try {
            return series.values(arguments(entry.value(), series));
        } catch (IllegalArgumentException e) {
            mistakes.add(entry.value().position(), setting.key() + "." + form, e.getMessage());
            return new double[0];
        }
    }

    private static double[] arguments(Node node, Series series) {
        String must = "must be " + series.form() + "; got ";
        if (!(node instanceof Node.Sequence list)) {
            throw new IllegalArgumentException(must + node.shown());
        }
        List<Node> items = list.items();
        if (items.size() != series.arity()) {
            throw new IllegalArgumentException(must + "a list of " + items.size());
        }
        double[] arguments = new double[items.size()];
        for (int q = 0; q < arguments.length; q++) {
            Double number = items.get(q) instanceof Node.Scalar scalar ? Numbers.parse(scalar) : null;
            if (number == null) {
                throw new IllegalArgumentException(must + items.get(q).shown() + " among them");
            }
            arguments[q] = number;
        }
        return arguments;
    }
}
