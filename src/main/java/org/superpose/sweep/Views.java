package org.superpose.sweep;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.util.StringUtils;
import scala.jdk.javaapi.CollectionConverters;

/** The views over the tables of a directory: {@link Scaling} defines one, {@code conf/views.sql} all others. */
public final class Views {
    /** The views for users, in the order of {@code conf/views.sql}, and then what is not SQL alone. */
    public static final List<String> NAMES = List.of(
            "planned",
            "models",
            "outcomes",
            "points",
            "features",
            "curves",
            "loss_by_active",
            "feature_geometry",
            "summands",
            "barcodes",
            "regions",
            "best_of_seeds",
            "trajectories",
            "jumps",
            "failures",
            "missing",
            "block_envelope",
            Scaling.VIEW);

    /** Views on the files themselves: every row, de-duplicated by none. */
    static final String MODEL_ROWS = "model_rows";

    static final String PLANNED_ROWS = "planned_rows";

    private static final String RESOURCE = "/conf/views.sql";

    private static final Pattern COMMENT =
            Pattern.compile("(?m)^-- (\\w+): (.*(?:\\n--.*)*)\\nCREATE OR REPLACE TEMPORARY VIEW \\1 AS");

    private Views() {}

    /** Makes the views of {@code directory} as it is now temporary views of {@code spark}, in place of those there. */
    public static void register(SparkSession spark, ResultsDirectory directory) {
        register(spark, directory, NAMES);
    }

    /** As {@link #register(SparkSession, ResultsDirectory)}, only some of the views: each costs Spark a while. They must need no others. */
    public static void register(SparkSession spark, ResultsDirectory directory, Collection<String> names) {
        directory.models(spark).createOrReplaceTempView(MODEL_ROWS);
        directory.planned(spark).createOrReplaceTempView(PLANNED_ROWS);
        statements(text()).stream()
                .filter(statement ->
                        !readsFiles(statement) && names.stream().anyMatch(name -> defines(statement, name)))
                .forEach(spark::sql);
        if (names.contains(Scaling.VIEW)) {
            Scaling.register(spark);
        }
    }

    /** What each view holds, in a sentence: the first of the comment before its definition, which starts with its name. */
    public static Map<String, String> contents() {
        Map<String, String> contents = new LinkedHashMap<>();
        Matcher comment = COMMENT.matcher(text());
        while (comment.find()) {
            String words = comment.group(2).replaceAll("\\n-- *", " ");
            contents.put(comment.group(1), words.replaceFirst("(?s)\\.(\\s.*)?$", ""));
        }
        contents.put(
                Scaling.VIEW,
                "fits A(n) = A_inf + c n^(-alpha) of statistics over the sizes n, or why there is none, one row per group");
        return contents;
    }

    private static boolean defines(String statement, String name) {
        return statement.contains("VIEW " + name + " AS");
    }

    /** The statements of a script: parts between semicolons that are in no quotes or comments, without those that hold only comments. */
    public static List<String> statements(String script) {
        return CollectionConverters.asJava(StringUtils.splitSemiColonWithIndex(script, false)).stream()
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** The first two statements are for plain spark-sql, which has no other way to the files. */
    private static boolean readsFiles(String statement) {
        return statement.contains("${superpose.dir}");
    }

    static String text() {
        try (InputStream in = Views.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
