package org.superpose.cli;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedExecuteImmediate;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.DescribeRelation;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.ScriptTransformation;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.command.DescribeQueryCommand;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.superpose.config.UserException;
import org.superpose.sweep.Views;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Lets only queries over the views through: nothing that writes, defines, configures, loads code or opens other files. Works on the parsed
 * plan, before anything is resolved or executed.
 */
final class QueryGuard {
    /** Functions that call any method of any Java class. */
    static final Set<String> REFLECTION = Set.of("reflect", "java_method", "try_reflect");

    /** Not {@link Command} to the parser: writes, runs text as SQL, runs programs. */
    private static final List<Class<?>> OTHER_THAN_QUERIES = List.of(
            ParsedStatement.class, InsertIntoDir.class, UnresolvedExecuteImmediate.class, ScriptTransformation.class);

    private QueryGuard() {}

    /**
     * Does nothing for a query.
     *
     * @throws UserException if {@code plan} is more than a query
     */
    static void check(LogicalPlan plan) {
        if (plan instanceof ExplainCommand explain) {
            checkNode(explain.logicalPlan());
        } else if (plan instanceof DescribeQueryCommand describe) {
            checkNode(describe.plan());
        } else if (plan instanceof DescribeRelation describe) {
            checkNode(describe.relation());
        } else {
            checkNode(plan);
        }
    }

    private static void checkNode(TreeNode<?> node) {
        if (node instanceof LogicalPlan plan) {
            checkPlan(plan);
        }
        if (node instanceof UnresolvedFunction function) {
            List<String> name = CollectionConverters.asJava(function.nameParts());
            if (REFLECTION.contains(name.get(name.size() - 1).toLowerCase(Locale.ROOT))) {
                throw new UserException("the function " + name.get(name.size() - 1)
                        + " calls arbitrary code and is not available here");
            }
        }
        if (node instanceof PlanExpression<?> subquery && subquery.plan() instanceof LogicalPlan plan) {
            checkNode(plan);
        }
        CollectionConverters.asJava(node.children()).forEach(child -> checkNode((TreeNode<?>) child));
        CollectionConverters.asJava(node.innerChildren()).forEach(QueryGuard::checkNode);
    }

    private static void checkPlan(LogicalPlan plan) {
        if (plan instanceof Command || OTHER_THAN_QUERIES.stream().anyMatch(kind -> kind.isInstance(plan))) {
            throw new UserException(
                    "only queries are allowed (SELECT, WITH, VALUES, DESCRIBE, EXPLAIN): this statement is "
                            + plan.nodeName() + ", which is not one");
        }
        if (plan instanceof UnresolvedRelation relation
                && relation.multipartIdentifier().size() > 1) {
            throw new UserException("there is no table " + relation.name() + ": only the views can be queried ("
                    + String.join(", ", Views.NAMES) + ")");
        }
        for (Expression expression : CollectionConverters.asJava(plan.expressions())) {
            checkNode(expression);
        }
    }
}
