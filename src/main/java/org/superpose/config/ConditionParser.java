package org.superpose.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superpose.errors.Printable;

/**
 * Recursive descent over
 *
 * <pre>
 * or         = and {"or" and}
 * and        = not {"and" not}
 * not        = "not" not | comparison
 * comparison = sum {("&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "==" | "!=") sum}        a &lt; b &lt; c is a &lt; b and b &lt; c
 * sum        = product {("+" | "-") product}
 * product    = unary {("*" | "/") unary}
 * unary      = "-" unary | number | variable | "(" or ")"
 * </pre>
 */
final class ConditionParser {
    private static final int MOST_CHARACTERS = 2000;
    private static final int MOST_DEPTH = 50;
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:((?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d+)?)|([A-Za-z_]\\w*)|(<=|>=|==|!=|[-+*/()<>]))");
    private static final Set<String> COMPARISONS = Set.of("<", "<=", ">", ">=", "==", "!=");
    /** How what other languages write is written here. */
    private static final Map<String, String> MEANT = Map.of("=", "==", "&", "and", "|", "or", "≤", "<=", "≥", ">=");

    private static final String ALLOWED =
            "allowed: n, m, ratio, sparsity, density, decay, numbers, + - * / < <= > >= == != ( ) and or not";

    private final String text;
    private final Matcher matcher;
    private final Set<Condition.Variable> variables = EnumSet.noneOf(Condition.Variable.class);
    private String token;
    private int start;
    private int depth;

    private ConditionParser(String text) {
        this.text = text;
        this.matcher = TOKEN.matcher(text);
    }

    /** What is wrong, and how many characters into the text. */
    static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1;
        private final int offset;

        SyntaxException(int offset, String message) {
            super(message);
            this.offset = offset;
        }

        int offset() {
            return offset;
        }
    }

    /** A parsed part: a truth value or a number, whichever is not null. */
    private record Part(Condition.Test test, Condition.Quantity quantity, int start) {}

    static Condition parse(String text, Position position) throws SyntaxException {
        if (text.length() > MOST_CHARACTERS) {
            throw new SyntaxException(0, "is longer than " + MOST_CHARACTERS + " characters");
        }
        ConditionParser parser = new ConditionParser(text);
        parser.advance();
        Condition.Test test = test(parser.or());
        if (parser.token != null) {
            String hint = Suggestion.hint(parser.token, List.of("and", "or"));
            throw parser.unexpected("the condition should end here" + hint);
        }
        return new Condition(text, position, test, parser.variables);
    }

    private void advance() throws SyntaxException {
        int from = token == null ? 0 : matcher.end();
        if (text.substring(from).isBlank()) {
            token = null;
            start = text.length();
            return;
        }
        matcher.region(from, text.length());
        if (!matcher.lookingAt()) {
            start = from + text.substring(from).indexOf(text.substring(from).strip());
            token = text.substring(start, text.offsetByCodePoints(start, 1));
            String meant = MEANT.get(token);
            throw unexpected("is not understood; " + (meant == null ? ALLOWED : "did you mean \"" + meant + "\"?"));
        }
        token = matcher.group().strip();
        start = matcher.end() - token.length();
    }

    private SyntaxException unexpected(String problem) {
        String what = token == null ? "the condition ends too early" : Printable.quoted(token);
        return new SyntaxException(start, what + ": " + problem);
    }

    private boolean accept(String... tokens) throws SyntaxException {
        boolean found = token != null && Arrays.asList(tokens).contains(token);
        if (found) {
            advance();
        }
        return found;
    }

    private Part or() throws SyntaxException {
        return junction("or");
    }

    private Part junction(String word) throws SyntaxException {
        boolean all = word.equals("and");
        Part first = all ? not() : junction("and");
        if (!word.equals(token)) {
            return first;
        }
        List<Condition.Test> parts = new ArrayList<>(List.of(test(first)));
        while (accept(word)) {
            parts.add(test(all ? not() : junction("and")));
        }
        return new Part(new Condition.Junction(all, parts), null, first.start());
    }

    private Part not() throws SyntaxException {
        int from = start;
        if (!accept("not")) {
            return comparison();
        }
        descend();
        Part part = new Part(new Condition.Not(test(not())), null, from);
        depth--;
        return part;
    }

    private Part comparison() throws SyntaxException {
        Part left = sum();
        if (token == null || !COMPARISONS.contains(token)) {
            return left;
        }
        List<Condition.Test> parts = new ArrayList<>();
        Part from = left;
        while (token != null && COMPARISONS.contains(token)) {
            String operator = token;
            advance();
            Part right = sum();
            parts.add(new Condition.Comparison(quantity(from), operator, quantity(right)));
            from = right;
        }
        return new Part(parts.size() == 1 ? parts.get(0) : new Condition.Junction(true, parts), null, left.start());
    }

    private Part sum() throws SyntaxException {
        Part left = product();
        while ("+".equals(token) || "-".equals(token)) {
            char operator = operator();
            left = arithmetic(left, operator, product());
        }
        return left;
    }

    private Part product() throws SyntaxException {
        Part left = unary();
        while ("*".equals(token) || "/".equals(token)) {
            char operator = operator();
            left = arithmetic(left, operator, unary());
        }
        return left;
    }

    private char operator() throws SyntaxException {
        char operator = token.charAt(0);
        advance();
        return operator;
    }

    private static Part arithmetic(Part left, char operator, Part right) throws SyntaxException {
        return new Part(null, new Condition.Arithmetic(quantity(left), operator, quantity(right)), left.start());
    }

    private Part unary() throws SyntaxException {
        int from = start;
        if (token == null) {
            throw unexpected("a number or variable is missing");
        }
        if (accept("-")) {
            descend();
            Condition.Quantity part = quantity(unary());
            depth--;
            return new Part(null, new Condition.Arithmetic(new Condition.Constant(0), '-', part), from);
        }
        if (accept("(")) {
            descend();
            Part inner = or();
            depth--;
            if (!accept(")")) {
                throw unexpected("\")\" is missing");
            }
            return new Part(inner.test(), inner.quantity(), from);
        }
        return new Part(null, atom(), from);
    }

    private Condition.Quantity atom() throws SyntaxException {
        char first = token.charAt(0);
        if (Character.isDigit(first) || first == '.') {
            double value = Double.parseDouble(token);
            if (!Double.isFinite(value)) {
                throw unexpected("is too large");
            }
            advance();
            return new Condition.Constant(value);
        }
        Condition.Variable variable = Condition.Variable.named(token);
        if (variable == null) {
            List<String> names = Arrays.stream(Condition.Variable.values())
                    .map(Condition.Variable::label)
                    .toList();
            String nearest = Suggestion.nearest(token, names);
            String hint = nearest == null ? ALLOWED : "did you mean \"" + nearest + "\"?";
            throw unexpected("a number or variable is expected; " + hint);
        }
        variables.add(variable);
        advance();
        return new Condition.Named(variable);
    }

    private void descend() throws SyntaxException {
        if (++depth > MOST_DEPTH) {
            throw unexpected("is nested more than " + MOST_DEPTH + " deep");
        }
    }

    private static Condition.Test test(Part part) throws SyntaxException {
        if (part.test() == null) {
            throw new SyntaxException(part.start(), "a comparison such as \"m < n\" is expected, not a number");
        }
        return part.test();
    }

    private static Condition.Quantity quantity(Part part) throws SyntaxException {
        if (part.quantity() == null) {
            throw new SyntaxException(part.start(), "a number is expected, not a comparison");
        }
        return part.quantity();
    }
}
