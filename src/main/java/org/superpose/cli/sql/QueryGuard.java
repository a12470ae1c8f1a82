package org.superpose.cli.sql;

import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExecuteImmediate;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.DescribeColumn;
import org.apache.spark.sql.catalyst.plans.logical.DescribeRelation;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.plans.logical.WithWindowDefinition;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.command.DescribeColumnCommand;
import org.apache.spark.sql.execution.command.DescribeQueryCommand;
import org.apache.spark.sql.execution.command.DescribeTableCommand;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.superpose.errors.UserException;
import org.superpose.views.Views;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Lets only queries over the views through: nothing that writes, defines, configures, loads code or opens other files. Works on plans, before
 * anything is executed.
 */
final class QueryGuard {
    /** Not {@link Command} to the parser: writes, runs text as SQL, runs programs. */
    private static final List<Class<?>> OTHER_THAN_QUERIES = List.of(
            ParsedStatement.class, InsertIntoDir.class, UnresolvedExecuteImmediate.class, ScriptTransformation.class);

    /** Commands that only tell of a view or a query. */
    private static final List<Class<?>> DESCRIPTIONS = List.of(
            ExplainCommand.class,
            DescribeQueryCommand.class,
            DescribeRelation.class,
            DescribeColumn.class,
            DescribeTableCommand.class,
            DescribeColumnCommand.class);

    private QueryGuard() {}

    /**
     * Does nothing for a query, parsed or analysed: a parsed one may hold an {@code IDENTIFIER(…)} that becomes a command.
     *
     * @throws UserException if {@code plan} is more than a query
     */
    static void check(LogicalPlan plan) {
        if (DESCRIPTIONS.stream().noneMatch(kind -> kind.isInstance(plan))) {
            checkNode(plan);
        } else if (plan instanceof ExplainCommand explain) {
            checkNode(explain.logicalPlan());
        } else if (plan instanceof DescribeQueryCommand describe) {
            checkNode(describe.plan());
        } else {
            CollectionConverters.asJava(plan.children()).forEach(QueryGuard::checkNode);
        }
    }

    private static void checkNode(TreeNode<?> node) {
        if (node instanceof LogicalPlan plan) {
            checkPlan(plan);
        }
        if (node instanceof Expression expression) {
            checkFunction(name(expression));
        }
        if (node instanceof PlanExpression<?> subquery && subquery.plan() instanceof LogicalPlan plan) {
            checkNode(plan);
        }
        CollectionConverters.asJava(node.children()).forEach(child -> checkNode((TreeNode<?>) child));
        CollectionConverters.asJava(node.innerChildren()).forEach(QueryGuard::checkNode);
    }

    /** Without the catalog and schema that a name in a statement may have before it. */
    private static String name(Expression expression) {
        if (expression instanceof UnresolvedFunction function) {
            return last(function.nameParts());
        }
        return expression instanceof UnresolvedGenerator generator
                ? generator.name().funcName()
                : expression.prettyName();
    }

    private static String last(Seq<String> name) {
        return name.apply(name.size() - 1);
    }

    private static void checkFunction(String name) {
        QuerySession.reach(name).ifPresent(reach -> {
            throw new UserException(
                    "the function " + name + " " + reach + ", and only queries over the views are run here;"
                            + " call it in a Spark of your own, which reads the same files");
        });
    }

    private static void checkPlan(LogicalPlan plan) {
        if (plan instanceof Command || OTHER_THAN_QUERIES.stream().anyMatch(kind -> kind.isInstance(plan))) {
            String name = name(plan);
            throw new UserException(
                    "only queries are run here (SELECT, WITH, VALUES, FROM, TABLE, DESCRIBE, EXPLAIN), and " + name
                            + " is none; " + remedy(name));
        }
        if (plan instanceof UnresolvedRelation relation
                && relation.multipartIdentifier().size() > 1) {
            throw new UserException("there is no table " + relation.name() + ": only the views can be queried ("
                    + String.join(", ", Views.NAMES)
                    + "); sweeps that belong together can share one --out, and any Spark reads other files");
        }
        if (plan instanceof UnresolvedTableValuedFunction function) {
            checkFunction(last(function.name()));
        }
        if (plan instanceof RelationTimeTravel travel) {
            checkNode(travel.relation());
        }
        if (plan instanceof WithWindowDefinition windows) {
            CollectionConverters.asJava(windows.windowDefinitions()).values().forEach(QueryGuard::checkNode);
        }
        for (Expression expression : CollectionConverters.asJava(plan.expressions())) {
            checkNode(expression);
        }
    }

    /** As it is written in SQL: CREATE VIEW for a CreateViewCommand. */
    private static String name(LogicalPlan plan) {
        return plan.getClass()
                .getSimpleName()
                .replaceFirst("^Unresolved", "")
                .replaceFirst("^SetCatalogAndNamespace$", "Use")
                .replaceFirst("^CompoundBody$", "BeginEnd")
                .replaceFirst("^InsertIntoDir$", "InsertOverwriteDirectory")
                .replaceFirst("^ScriptTransformation$", "Transform")
                .replaceFirst("(Statement|Command)$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toUpperCase(Locale.ROOT);
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
