package org.superpose.views;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.util.StringUtils;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Tables;
import scala.jdk.javaapi.CollectionConverters;

/** The views over the tables of a directory: {@link BlockEnvelope} and {@link Scaling} define one each, {@code conf/views.sql} all others. */
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
            "best_known",
            "trajectories",
            "jumps",
            "failures",
            "missing",
            BlockEnvelope.VIEW,
            Scaling.VIEW);

    /** The views on the files themselves, which have every row and keep duplicates. */
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

    /** Makes only these views and what they read, like {@link #register(SparkSession, ResultsDirectory)}: each view costs Spark some time. */
    public static void register(SparkSession spark, ResultsDirectory directory, Collection<String> names) {
        for (ViewDefinition view : ViewDefinition.needed(Definitions.ALL, Set.copyOf(names))) {
            switch (view.name()) {
                case MODEL_ROWS -> directory.models(spark).createOrReplaceTempView(MODEL_ROWS);
                case PLANNED_ROWS -> directory.planned(spark).createOrReplaceTempView(PLANNED_ROWS);
                case BlockEnvelope.VIEW -> BlockEnvelope.register(spark);
                case Scaling.VIEW -> Scaling.register(spark);
                default -> spark.sql(view.text());
            }
        }
    }

    /** Makes the view {@code models} over rows that have the columns of the table and may have more. */
    static void registerModels(SparkSession spark, Dataset<Row> rows) {
        rows.createOrReplaceTempView(MODEL_ROWS);
        Definitions.ALL.stream()
                .filter(view -> view.name().equals(Tables.MODELS))
                .forEach(view -> spark.sql(view.text()));
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
                BlockEnvelope.VIEW,
                "for each size and density the lowest loss of a trained model, and the lowest that copies or mixtures of trained models"
                        + " have");
        contents.put(
                Scaling.VIEW,
                "fits A(n) = A_inf + c n^(-alpha) of statistics over the sizes n, or why there is none, one row per group");
        return contents;
    }

    /** The statements of a script: parts between semicolons that are in no quotes or comments, without those that hold only comments. */
    public static List<String> statements(String script) {
        return CollectionConverters.asJava(StringUtils.splitSemiColonWithIndex(script, false)).stream()
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
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

    /** The definitions, parsed when they are first needed, because that takes longer than all else in this class. */
    private static final class Definitions {
        /** The definitions in an order in which each comes after what it reads. */
        static final List<ViewDefinition> ALL = all();

        private static List<ViewDefinition> all() {
            List<ViewDefinition> all = new ArrayList<>(
                    statements(text()).stream().map(ViewDefinition::of).toList());
            for (ViewDefinition view : List.of(
                    ViewDefinition.of(BlockEnvelope.VIEW, BlockEnvelope.query()),
                    ViewDefinition.of(Scaling.VIEW, Scaling.query()))) {
                int place = all.size();
                while (place > 0 && !view.reads().contains(all.get(place - 1).name())) {
                    place--;
                }
                all.add(place, view);
            }
            return List.copyOf(all);
        }
    }
}
