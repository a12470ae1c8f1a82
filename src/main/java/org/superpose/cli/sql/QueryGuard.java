package org.superpose.cli.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.superpose.errors.UserException;
import org.superpose.views.Views;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Lets only queries through. For example {@code DROP VIEW models} is refused by its first word, and {@code WITH x AS (SELECT 1) INSERT INTO t SELECT *
 * FROM x} because Spark makes a command of it.
 *
 * <p><b>The threat.</b> Whoever runs {@code sql} owns the shell: what the process may read, write or start, its user may do without it, so nobody is kept
 * out here. Two things are guarded. The store is guarded against a slip: a statement typed in haste, or meant for another window, must not write, drop or
 * redefine anything. A report or a file of queries from someone else is guarded against surprise: running it gives rows, and neither starts programs,
 * nor calls methods of Java, nor changes settings, nor prints the reader's environment. What is read is not guarded: a function that opens a file opens
 * what its user may open anyway.
 *
 * <p>So a statement must begin as queries do, no node of its plan may be a command to Spark, before or after the plan's names are looked up, and
 * {@link QuerySession} leaves out what is called inside of queries.
 */
final class QueryGuard {
    /** How queries begin. MAP and REDUCE are left out: they run programs. */
    private static final Set<String> QUERIES = Set.of("SELECT", "WITH", "VALUES", "FROM", "TABLE");

    /** How statements begin that only tell of a view, a function or a query. */
    private static final Set<String> DESCRIPTIONS = Set.of("DESCRIBE", "DESC");

    private static final String EXPLAIN = "EXPLAIN";

    /** The first word after white space, comments and parentheses. */
    private static final Pattern FIRST = Pattern.compile("(?s)^(?:\\s|\\(|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*(\\w*)");

    private static final Set<String> HOW_TO_EXPLAIN = Set.of("EXTENDED", "CODEGEN", "COST", "FORMATTED");

    private QueryGuard() {}

    /**
     * Does nothing for a statement that begins as a query or a description does.
     *
     * @throws UserException if the text begins otherwise
     */
    static void checkWords(String text) {
        String first = first(text);
        if (first.equals(EXPLAIN)) {
            checkWords(explained(text));
        } else if (!QUERIES.contains(first) && !DESCRIPTIONS.contains(first) && !first.isEmpty()) {
            throw refusal(first);
        }
    }

    /**
     * Does nothing for the plan of a statement that begins as a query does and is one, and for any plan of a description.
     *
     * @param plan of {@code text}, as it was parsed or with its names looked up; a parsed one may hold an {@code IDENTIFIER(…)} that becomes a command
     * @throws UserException if the plan holds a command
     */
    static void checkPlan(String text, LogicalPlan plan) {
        if (QUERIES.contains(first(text))) {
            checkNode(plan);
        }
    }

    /** The statement that an EXPLAIN is of, or nothing if the text is no EXPLAIN. */
    static String explained(String text) {
        if (!first(text).equals(EXPLAIN)) {
            return "";
        }
        String rest = afterFirst(text);
        return HOW_TO_EXPLAIN.contains(first(rest)) ? afterFirst(rest) : rest;
    }

    private static String first(String text) {
        Matcher first = FIRST.matcher(text);
        return first.find() ? first.group(1).toUpperCase(Locale.ROOT) : "";
    }

    private static String afterFirst(String text) {
        Matcher first = FIRST.matcher(text);
        return first.find() ? text.substring(first.end()) : text;
    }

    private static void checkNode(TreeNode<?> node) {
        if (node instanceof Command || node instanceof ParsedStatement || node instanceof ScriptTransformation) {
            throw refusal(name(node));
        }
        if (node instanceof LogicalPlan plan) {
            CollectionConverters.asJava(plan.subqueries()).forEach(QueryGuard::checkNode);
        }
        List.of(node.children(), node.innerChildren())
                .forEach(nodes -> CollectionConverters.asJava(nodes).forEach(child -> checkNode((TreeNode<?>) child)));
    }

    /** About as it is written in SQL: INSERT INTO for an InsertIntoStatement. */
    private static String name(TreeNode<?> plan) {
        return plan.getClass()
                .getSimpleName()
                .replaceFirst("^ScriptTransformation$", "Transform")
                .replaceFirst("(Statement|Command)$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toUpperCase(Locale.ROOT);
    }

    private static UserException refusal(String name) {
        return new UserException(
                "only queries are run here (SELECT, WITH, VALUES, FROM, TABLE, DESCRIBE, EXPLAIN), and " + name
                        + " is none; " + remedy(name));
    }

    private static String remedy(String name) {
        return switch (name.split(" ", 2)[0]) {
            case "CREATE", "CACHE", "DECLARE" ->
                "name what a query needs inside it: WITH x AS (SELECT …) SELECT … FROM x";
            case "INSERT" -> "keep rows with --format csv or json and > FILE";
            case "SET", "RESET" -> "give Spark its settings before the command: ./submit.sh --conf KEY=VALUE sql …";
            case "SHOW" ->
                "the views are " + String.join(", ", Views.NAMES) + ", and DESCRIBE tells the columns of one";
            case "BEGIN", "EXECUTE" -> "give the statements one by one";
            default -> "change what you like in a Spark of your own, on a copy of the files";
        };
    }
}
