package org.superpose.cli.sql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistryBase;
import scala.jdk.javaapi.CollectionConverters;

/** The session that queries run in: without what reaches beyond the rows of the views. {@link QueryGuard} refuses the same by name. */
final class QuerySession {
    /** What must not be set otherwise, whatever was submitted. */
    static final Map<String, String> SETTINGS = Map.of(
            "spark.sql.runSQLOnFiles", "false",
            // The JSON of a type may name a class, which is loaded.
            "spark.sql.udt.allowCreatingUDTFromString", "false");

    private static final Map<String, String> REACHES = reaches();

    private QuerySession() {}

    /** A session in {@code spark} of its own. */
    static org.apache.spark.sql.classic.SparkSession in(SparkSession spark) {
        var session = (org.apache.spark.sql.classic.SparkSession) spark.newSession();
        SETTINGS.forEach(session.conf()::set);
        drop(session.sessionState().functionRegistry());
        drop(session.sessionState().tableFunctionRegistry());
        return session;
    }

    /** What the function of that name does that no query may; empty for a harmless one. */
    static Optional<String> reach(String function) {
        return Optional.ofNullable(REACHES.get(function.toLowerCase(Locale.ROOT)));
    }

    private static Map<String, String> reaches() {
        Map<String, String> reaches = new LinkedHashMap<>();
        List.of("reflect", "java_method", "try_reflect")
                .forEach(name -> reaches.put(name, "calls methods of any Java class"));
        List.of("from_xml", "schema_of_xml")
                .forEach(name -> reaches.put(name, "opens the file or network address that an option names"));
        List.of("", "_boolean", "_double", "_float", "_int", "_long", "_number", "_short", "_string")
                .forEach(kind -> reaches.put("xpath" + kind, "opens the file or network address that a DOCTYPE names"));
        List.of("from_avro", "to_avro", "schema_of_avro", "from_protobuf", "to_protobuf")
                .forEach(name -> reaches.put(name, "may open files and load classes that its arguments name"));
        reaches.put("python_worker_logs", "reads logs of other programs");
        return Map.copyOf(reaches);
    }

    /** A name that is computed, which the guard cannot see, then finds nothing. */
    private static void drop(FunctionRegistryBase<?> registry) {
        CollectionConverters.asJava(registry.listFunction()).stream()
                .filter(function -> reach(function.funcName()).isPresent())
                .forEach(registry::dropFunction);
    }
}
