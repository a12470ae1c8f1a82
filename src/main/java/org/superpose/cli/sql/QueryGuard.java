package org.superpose.cli.sql;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.superpose.errors.UserException;
import org.superpose.views.Views;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Lets only queries through. For example {@code DROP VIEW models} is refused because Spark's parser makes a command of it, and {@code WITH x AS (SELECT 1)
 * INSERT INTO IDENTIFIER('t') SELECT * FROM x} because Spark makes one of it once the name is looked up.
 *
 * <p><b>The threat.</b> Whoever runs {@code sql} owns the shell: what the process may read, write or start, its user may do without it, so nobody is kept
 * out here. Two things are guarded. The store is guarded against a slip: a statement typed in haste, or meant for another window, must not write, drop or
 * redefine anything. A report or a file of queries from someone else is guarded against surprise: running it gives rows, and neither starts programs,
 * nor calls methods of Java, nor changes settings, nor prints the reader's environment. What is read is not guarded: a function that opens a file opens
 * what its user may open anyway.
 *
 * <p>So no node of a statement's plan may be a command, before or after the plan's names are looked up, but for those that only describe or explain; and
 * {@link QuerySession} leaves out what is called inside of queries. The text itself is never looked at: only Spark knows where its comments end.
 */
final class QueryGuard {
    /** How the names of plans begin that only tell of a view, a function or a query. */
    private static final Pattern DESCRIPTION = Pattern.compile("^Describe");

    /** What is in the names of plans that write or run text as SQL, and are commands only later, or when it is too late. */
    private static final Pattern LATER_COMMAND = Pattern.compile("InsertInto|ExecuteImmediate|Compound|^Call$");

    private QueryGuard() {}

    /**
     * Does nothing for a query, a description, or an EXPLAIN of a query.
     *
     * @param plan as it was parsed or with its names looked up; a parsed one may hold an {@code IDENTIFIER(…)} that becomes a command
     * @throws UserException if the plan holds another command
     */
    static void check(LogicalPlan plan) {
        if (plan instanceof ExplainCommand explain) {
            check(explain.logicalPlan());
        } else if (DESCRIPTION.matcher(plan.getClass().getSimpleName()).find()) {
            checkChildren(plan);
        } else {
            checkNode(plan);
        }
    }

    private static void checkNode(TreeNode<?> node) {
        boolean command = node instanceof Command
                || node instanceof ParsedStatement
                || node instanceof ScriptTransformation
                || (node instanceof LogicalPlan
                        && LATER_COMMAND
                                .matcher(node.getClass().getSimpleName())
                                .find());
        if (command) {
            throw refusal(name(node));
        }
        checkChildren(node);
    }

    private static void checkChildren(TreeNode<?> node) {
        if (node instanceof LogicalPlan plan) {
            CollectionConverters.asJava(plan.subqueries()).forEach(QueryGuard::checkNode);
        }
        List.of(node.children(), node.innerChildren())
                .forEach(nodes -> CollectionConverters.asJava(nodes).forEach(child -> checkNode((TreeNode<?>) child)));
    }

    /** About as it is written in SQL: CREATE VIEW for a CreateViewCommand. */
    private static String name(TreeNode<?> plan) {
        return plan.getClass()
                .getSimpleName()
                .replaceFirst("^Unresolved", "")
                .replaceFirst("^SetCatalogAndNamespace$", "Use")
                .replaceFirst("^Compound.*$", "BeginEnd")
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
