package org.superpose.views;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.execution.command.CreateViewCommand;
import org.apache.spark.sql.execution.datasources.CreateTempViewUsing;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The definition of a view.
 *
 * @param text the statement that makes it, or for {@link Scaling} the query under it
 * @param reads the tables and views that the text names, and names of its own subqueries
 */
record ViewDefinition(String name, String text, Set<String> reads) {
    static ViewDefinition of(String name, String query) {
        return new ViewDefinition(name, query, reads(parsed(query)));
    }

    /** Of a statement that makes a view, from a query or from files. */
    static ViewDefinition of(String statement) {
        LogicalPlan parsed = parsed(statement);
        if (parsed instanceof CreateTempViewUsing files) {
            return new ViewDefinition(files.tableIdent().table(), statement, Set.of());
        }
        CreateViewCommand command = (CreateViewCommand) parsed;
        return new ViewDefinition(command.name().table(), statement, reads(command.plan()));
    }

    /** Those of {@code definitions} by these names and, of any depth, what they read; each after what it reads. */
    static List<ViewDefinition> needed(List<ViewDefinition> definitions, Set<String> names) {
        Set<String> needed = new HashSet<>(names);
        // Later definitions read earlier ones.
        for (int k = definitions.size() - 1; k >= 0; k--) {
            if (needed.contains(definitions.get(k).name())) {
                needed.addAll(definitions.get(k).reads());
            }
        }
        return definitions.stream()
                .filter(definition -> needed.contains(definition.name()))
                .toList();
    }

    private static LogicalPlan parsed(String statement) {
        return new SparkSqlParser().parsePlan(statement);
    }

    private static Set<String> reads(LogicalPlan plan) {
        Set<String> names = new HashSet<>();
        collect(plan, names);
        return Set.copyOf(names);
    }

    private static void collect(TreeNode<?> node, Set<String> names) {
        if (node instanceof UnresolvedRelation relation) {
            names.add(relation.tableName());
        }
        if (node instanceof LogicalPlan plan) {
            for (Expression expression : CollectionConverters.asJava(plan.expressions())) {
                collect(expression, names);
            }
        }
        if (node instanceof PlanExpression<?> subquery && subquery.plan() instanceof LogicalPlan plan) {
            collect(plan, names);
        }
        CollectionConverters.asJava(node.children()).forEach(child -> collect((TreeNode<?>) child, names));
        // Queries of a WITH.
        CollectionConverters.asJava(node.innerChildren()).forEach(child -> collect(child, names));
    }
}
