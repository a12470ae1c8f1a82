package org.superpose.cli.sql;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import scala.jdk.javaapi.CollectionConverters;

/** The session that queries run in: without what would surprise inside of a query, as {@link QueryGuard} has it. */
final class QuerySession {
    /** What must not be set otherwise, whatever was submitted. */
    static final Map<String, String> SETTINGS = Map.of(
            // A name such as csv.`file` is then the name of no view.
            "spark.sql.runSQLOnFiles", "false",
            // ${env:HOME} is then text like any other.
            "spark.sql.variable.substitute", "false",
            // The JSON of a type may name a class, which is loaded.
            "spark.sql.udt.allowCreatingUDTFromString", "false");

    /** The functions that call methods of any Java class, by their names in SQL. */
    static final Set<String> WITHHELD = Set.of("reflect", "java_method", "try_reflect");

    private QuerySession() {}

    /** A session in {@code spark} of its own. */
    static org.apache.spark.sql.classic.SparkSession in(SparkSession spark) {
        var session = (org.apache.spark.sql.classic.SparkSession) spark.newSession();
        SETTINGS.forEach(session.conf()::set);
        FunctionRegistry registry = session.sessionState().functionRegistry();
        CollectionConverters.asJava(registry.listFunction()).stream()
                .filter(function -> withheld(function.funcName()))
                .forEach(registry::dropFunction);
        return session;
    }

    /** Whether a function of that name, with or without a catalog before it, is left out. */
    static boolean withheld(String name) {
        return WITHHELD.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
