package org.superpose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An unrolled kernel as it is before it is unrolled: Java with capital and small letters behind a dollar sign, and comments that say for which of
 * their values a line is repeated. For example, where C is 2,
 *
 * <pre>
 * s$j = q.fma(load(b, p + $j * LANES), s$j); // for j &lt; C
 * </pre>
 *
 * becomes
 *
 * <pre>
 * s0 = q.fma(load(b, p), s0);
 * s1 = q.fma(load(b, p + LANES), s1);
 * </pre>
 *
 * <ul>
 *   <li>{@code $j} is the value of j, {@code ${j-1}} one less. Products with 0, sums with 0 and factors of 1 that this leaves are dropped.
 *   <li>{@code // for j < C} counts from 0 to C − 1, {@code // for 0 < j < C} from 1, and {@code // for C > j} from C − 1 down to 0;
 *       {@code // for i < R, j < C} varies j within i; {@code // for R, C = 8 2, 4 2} takes the pairs one by one.
 *   <li>{@code // if j = 0} and {@code // if j > 0} keep a line in that case only.
 *   <li>Each of them stands behind the line that it is about, or on a line of its own before all lines down to {@code // end}.
 * </ul>
 *
 * <p>The lines before the first empty line say what the template is for. One of them is {@code // into X}, or {@code // into X with A = text} where
 * two classes differ by what {@code $A} stands for: the lines after it become the generated section of X.java beside the template.
 */
record KernelTemplate(List<String> header, List<String> body) {
    /** A class with a section from a template, and what letters are from the start. */
    record Target(String className, Map<String, String> letters) {}

    private static final Pattern TARGET = Pattern.compile("// into (\\w+)(?: with ([A-Z]) = (.+))?");
    private static final Pattern DIRECTIVE = Pattern.compile("(.*?) *// (for|if|end)\\b *(.*)");
    private static final Pattern UP = Pattern.compile("(?:(\\w+) < )?([a-z]) < (\\w+)");
    private static final Pattern DOWN = Pattern.compile("(\\w+) > ([a-z])");
    private static final Pattern CONDITION = Pattern.compile("(\\w) ([=>]) (\\d+)");
    private static final Pattern LETTER = Pattern.compile("\\$(?:([A-Za-z])|\\{([A-Za-z])-1})");

    static KernelTemplate of(List<String> lines) {
        int empty = lines.indexOf("");
        return new KernelTemplate(lines.subList(0, empty), lines.subList(empty + 1, lines.size()));
    }

    List<Target> targets() {
        return header.stream()
                .map(TARGET::matcher)
                .filter(Matcher::matches)
                .map(target -> new Target(
                        target.group(1), target.group(2) == null ? Map.of() : Map.of(target.group(2), target.group(3))))
                .toList();
    }

    String expand(Map<String, String> letters) {
        StringBuilder text = new StringBuilder();
        expand(body, letters, text);
        return text.toString();
    }

    private static void expand(List<String> lines, Map<String, String> letters, StringBuilder text) {
        for (int at = 0; at < lines.size(); at++) {
            Matcher directive = DIRECTIVE.matcher(lines.get(at));
            if (!directive.matches()) {
                text.append(fill(lines.get(at), letters)).append('\n');
                continue;
            }
            List<Map<String, String>> all = values(directive, letters);
            List<String> repeated = List.of(directive.group(1));
            if (directive.group(1).isBlank()) {
                int end = end(lines, at);
                repeated = lines.subList(at + 1, end);
                at = end;
            }
            for (Map<String, String> values : all) {
                expand(repeated, values, text);
            }
        }
    }

    private static int end(List<String> lines, int begin) {
        int depth = 0;
        for (int at = begin; at < lines.size(); at++) {
            Matcher directive = DIRECTIVE.matcher(lines.get(at));
            if (directive.matches() && directive.group(1).isBlank()) {
                depth += directive.group(2).equals("end") ? -1 : 1;
                if (depth <= 0) {
                    return at;
                }
            }
        }
        throw new IllegalArgumentException(
                "no '// end' follows '" + lines.get(begin).strip() + "'");
    }

    private static List<Map<String, String>> values(MatchResult directive, Map<String, String> letters) {
        String what = directive.group(3);
        return switch (directive.group(2)) {
            case "if" -> holds(what, letters) ? List.of(letters) : List.of();
            case "for" -> what.contains("=") ? listed(what, letters) : counted(what, letters);
            default -> throw new IllegalArgumentException("'// end' ends nothing");
        };
    }

    private static boolean holds(String what, Map<String, String> letters) {
        Matcher condition = matcher(CONDITION, what);
        int left = number(condition.group(1), letters);
        int right = number(condition.group(3), letters);
        return condition.group(2).equals("=") ? left == right : left > right;
    }

    private static List<Map<String, String>> listed(String what, Map<String, String> letters) {
        String[] sides = what.split(" = ", 2);
        String[] names = sides[0].split(", ", 0);
        List<Map<String, String>> all = new ArrayList<>();
        for (String values : sides[1].split(", ", 0)) {
            Map<String, String> with = new TreeMap<>(letters);
            String[] one = values.split(" ", 0);
            for (int q = 0; q < names.length; q++) {
                with.put(names[q], one[q]);
            }
            all.add(with);
        }
        return all;
    }

    private static List<Map<String, String>> counted(String what, Map<String, String> letters) {
        List<Map<String, String>> all = List.of(letters);
        for (String range : what.split(", ", 0)) {
            List<Map<String, String>> longer = new ArrayList<>();
            Matcher up = UP.matcher(range);
            boolean ascending = up.matches();
            Matcher bounds = ascending ? up : matcher(DOWN, range);
            for (Map<String, String> values : all) {
                int from = ascending && up.group(1) != null ? number(up.group(1), values) + 1 : 0;
                int to = number(bounds.group(ascending ? 3 : 1), values);
                for (int q = from; q < to; q++) {
                    Map<String, String> with = new TreeMap<>(values);
                    with.put(bounds.group(2), String.valueOf(ascending ? q : from + to - 1 - q));
                    longer.add(with);
                }
            }
            all = longer;
        }
        return all;
    }

    private static Matcher matcher(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is neither a range nor a condition of a template");
        }
        return matcher;
    }

    private static int number(String text, Map<String, String> letters) {
        return Integer.parseInt(Character.isDigit(text.charAt(0)) ? text : value(text, letters));
    }

    private static String value(String letter, Map<String, String> letters) {
        String value = letters.get(letter);
        if (value == null) {
            throw new IllegalArgumentException("no value of '" + letter + "' is known in a template");
        }
        return value;
    }

    private static String fill(String line, Map<String, String> letters) {
        String filled = LETTER.matcher(line)
                .replaceAll(use -> Matcher.quoteReplacement(
                        use.group(1) != null
                                ? value(use.group(1), letters)
                                : String.valueOf(number(use.group(2), letters) - 1)));
        if (filled.equals(line)) {
            return line;
        }
        // once more, since what a letter stands for may have letters
        return fill(filled.replaceAll(" \\+ 0(?: \\* \\w+)?(?![\\w.])", "").replaceAll("\\b1 \\* ", ""), letters);
    }
}
