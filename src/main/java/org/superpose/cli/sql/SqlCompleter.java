package org.superpose.cli.sql;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.superpose.cli.output.ColumnPaths;
import org.superpose.views.Views;

/** Completes commands, keywords, views, the columns of the views that a statement names, and functions. */
final class SqlCompleter implements Completer {
    private static final List<String> KEYWORDS = List.of(
            ("SELECT DISTINCT FROM WHERE GROUP BY ORDER HAVING LIMIT OFFSET QUALIFY WINDOW OVER PARTITION ROWS RANGE BETWEEN"
                            + " UNBOUNDED PRECEDING FOLLOWING CURRENT ROW JOIN LEFT RIGHT FULL OUTER INNER CROSS SEMI ANTI LATERAL VIEW"
                            + " ON USING AS WITH UNION ALL EXCEPT INTERSECT VALUES TABLE AND OR NOT IN IS NULL LIKE EXISTS CASE WHEN"
                            + " THEN ELSE END CAST ASC DESC NULLS FIRST LAST FILTER PIVOT UNPIVOT TRUE FALSE DESCRIBE EXPLAIN")
                    .split(" "));

    /** Keywords after which a view comes. */
    private static final Pattern BEFORE_VIEW =
            Pattern.compile("(?is)(^|.*\\s)(from|join|table|describe|desc|\\\\d)\\s+$");

    private static final Pattern NAME = Pattern.compile("\\w+");

    private final List<String> functions;
    private final CompletableFuture<Map<String, Set<String>>> columns;

    /** Asks {@code queries} for the columns at once, beside what the user does; until they are there none are offered. */
    SqlCompleter(Queries queries) {
        this.functions = queries.functions();
        this.columns = CompletableFuture.supplyAsync(() -> {
            Map<String, Set<String>> paths = new LinkedHashMap<>();
            queries.schemas(Views.NAMES)
                    .forEach((view, schema) ->
                            paths.put(view, ColumnPaths.of(schema).keySet()));
            return paths;
        });
    }

    /** Returns when the columns are there. */
    void awaitColumns() {
        columns.join();
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word().substring(0, line.wordCursor());
        String before = line.line().substring(0, line.cursor() - word.length());
        if (before.isBlank() && word.startsWith("\\")) {
            add(candidates, "commands", SqlPrompt.COMMANDS);
        } else if (BEFORE_VIEW.matcher(before).matches()) {
            add(candidates, "views", Views.NAMES);
        } else {
            completeInQuery(line.line(), word, candidates);
        }
    }

    private void completeInQuery(String statement, String word, List<Candidate> candidates) {
        boolean lower = !word.isEmpty() && word.equals(word.toLowerCase(Locale.ROOT));
        Set<String> paths = paths(statement);
        int dot = word.lastIndexOf('.') + 1;
        if (dot > 0) {
            String prefix = word.substring(0, dot);
            boolean field = paths.stream().anyMatch(path -> path.startsWith(prefix));
            for (String path : paths) {
                if (field ? path.startsWith(prefix) : path.indexOf('.') < 0) {
                    candidates.add(candidate(field ? path : prefix + path, "columns"));
                }
            }
            return;
        }
        add(
                candidates,
                "columns",
                paths.stream().filter(path -> path.indexOf('.') < 0).toList());
        add(candidates, "views", Views.NAMES);
        add(
                candidates,
                "keywords",
                KEYWORDS.stream()
                        .map(keyword -> lower ? keyword.toLowerCase(Locale.ROOT) : keyword)
                        .toList());
        if (!word.isEmpty()) {
            functions.forEach(
                    name -> candidates.add(new Candidate(name + "(", name, "functions", null, null, null, false)));
        }
    }

    /** The columns of the views that {@code statement} names, of all views if it names none. */
    private Set<String> paths(String statement) {
        Map<String, Set<String>> known = columns.isCompletedExceptionally() ? Map.of() : columns.getNow(Map.of());
        Set<String> named = new LinkedHashSet<>();
        Matcher names = NAME.matcher(statement.toLowerCase(Locale.ROOT));
        while (names.find()) {
            named.addAll(known.getOrDefault(names.group(), Set.of()));
        }
        if (named.isEmpty()) {
            known.values().forEach(named::addAll);
        }
        return named;
    }

    private static void add(List<Candidate> candidates, String group, Collection<String> values) {
        values.forEach(value -> candidates.add(candidate(value, group)));
    }

    private static Candidate candidate(String value, String group) {
        return new Candidate(value, value, group, null, null, null, true);
    }
}
