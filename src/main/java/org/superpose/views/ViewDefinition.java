package org.superpose.views;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The definition of a view. For example {@code CREATE OR REPLACE TEMPORARY VIEW features AS SELECT … FROM models} defines {@code features}, which reads
 * {@code models}. Only our own texts are read here, which write each table after FROM or JOIN.
 *
 * @param text the statement that makes it, or for {@link BlockEnvelope} and {@link Scaling} the query under it
 * @param reads the names after FROM and JOIN: tables, views, and subqueries of its own
 */
record ViewDefinition(String name, String text, Set<String> reads) {
    private static final Pattern NAME = Pattern.compile("CREATE OR REPLACE TEMPORARY VIEW (\\w+)");
    private static final Pattern READ = Pattern.compile("\\b(?:FROM|JOIN)\\s+(\\w+)");
    private static final Pattern COMMENT = Pattern.compile("--[^\\n]*");

    static ViewDefinition of(String name, String query) {
        String words = COMMENT.matcher(query).replaceAll("");
        return new ViewDefinition(
                name,
                query,
                READ.matcher(words)
                        .results()
                        .map((MatchResult read) -> read.group(1))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Reads the definition from a statement that makes a view, of a query or of files. */
    static ViewDefinition of(String statement) {
        Matcher name = NAME.matcher(statement);
        if (!name.find()) {
            throw new IllegalArgumentException("the statement makes no temporary view: " + statement);
        }
        return of(name.group(1), statement);
    }

    /**
     * The definitions with these names and, at any depth, those that they read; each comes after what it reads.
     *
     * @param definitions each after what it reads
     */
    static List<ViewDefinition> needed(List<ViewDefinition> definitions, Set<String> names) {
        Set<String> needed = new HashSet<>(names);
        for (int k = definitions.size() - 1; k >= 0; k--) {
            if (needed.contains(definitions.get(k).name())) {
                needed.addAll(definitions.get(k).reads());
            }
        }
        return definitions.stream()
                .filter(definition -> needed.contains(definition.name()))
                .toList();
    }
}
