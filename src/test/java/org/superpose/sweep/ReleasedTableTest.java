package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.Slow;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestSpark;
import org.superpose.simd.FusedMultiplyAdd;
import org.superpose.simd.vector.Lanes;
import org.superpose.views.Views;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A table that version 0.1.0 wrote, from the two sweeps beside it, stays readable, and today's code makes the same of these sweeps. The bits are
 * compared where the machine is of the kind that wrote the table, because statistics are added in an order that depends on the width of vectors;
 * elsewhere numbers may differ by a millionth.
 */
@Slow
class ReleasedTableTest {
    private static final Path RELEASED = Path.of("src", "test", "resources", "released");

    private static final Set<String> ENDING_COLUMNS = Set.of("status", "stop_reason");

    private static final double RELATIVE = 1e-6;
    private static final double ABSOLUTE = 1e-9;

    /** What the bits of statistics depend on; {@code released/machine.txt} has that of the machine that wrote the table. */
    private static final String MACHINE = "%s, Java %d, vectors of %d floats, %s multiply-add"
            .formatted(
                    System.getProperty("os.arch"),
                    Runtime.version().feature(),
                    Lanes.LANES,
                    FusedMultiplyAdd.FAST ? "fused" : "no fused");

    @TempDir
    Path temporary;

    @Test
    void everyViewReadsIt() {
        SparkSession session = TestSpark.session();
        Views.register(session, ResultsDirectory.existing(RELEASED.toString()));
        for (String view : Views.NAMES) {
            long rows = session.table(view).collectAsList().size();
            switch (view) {
                case "models", "outcomes", "planned", "points" ->
                    assertThat(rows).as(view).isEqualTo(22);
                case "failures" -> assertThat(rows).as(view).isEqualTo(1);
                case "missing", "jumps" -> assertThat(rows).as(view).isZero();
                default -> assertThat(rows).as(view).isPositive();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"independent", "structured"})
    void todaysCodeMakesTheSameOfItsSweeps(String name) throws IOException {
        TestSpark.session();
        // what was called fast then is quick now, and draws strata of sparse points unless it is asked for this
        String sweep = Files.readString(RELEASED.resolve(name + ".yaml"))
                .replace("\ntraining: {recipe: fast, ", "\ntraining: {recipe: quick, sampling: plain, ");
        Path results = temporary.resolve(name);
        PrintStream log = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        new SweepJob(TestSweeps.options(sweep, results), log).execute();
        Map<String, Row> today =
                byKey(ResultsDirectory.existing(results.toString()).models(TestSpark.session()), name);
        Map<String, Row> released = byKey(files(TestSpark.session()), name);
        assertThat(today.keySet()).as("keys").isNotEmpty().isEqualTo(released.keySet());
        boolean exactly =
                MACHINE.equals(Files.readString(RELEASED.resolve("machine.txt")).strip());
        System.out.println(
                name + " is compared " + (exactly ? "to the bit" : "within a millionth, as this is " + MACHINE));
        released.forEach((key, row) -> {
            for (String column : row.schema().fieldNames()) {
                if (!SweepTable.RUN_COLUMNS.contains(column)
                        && !column.equals("recipe")
                        && !(ENDING_COLUMNS.contains(column) && sawTooLittle(today.get(key)))) {
                    same(key + "." + column, row.getAs(column), today.get(key).getAs(column), exactly);
                }
            }
        });
    }

    /** Such a row says so today; how its training ended was another word then. */
    private static boolean sawTooLittle(Row row) {
        return "too_few_active".equals(row.getAs("stop_reason")) && "max_steps".equals(row.getAs("status"));
    }

    /** What a table lacks because it is older is NULL in each view, also a field of a structure that it has. */
    @Test
    void whatItDoesNotHaveIsNull() {
        SparkSession session = TestSpark.session();
        Views.register(session, ResultsDirectory.existing(RELEASED.toString()));
        assertThat(files(session).columns()).contains("loss", "theory").doesNotContain("grad_norm");
        String columns = "grad_norm, theory.loss_symmetric, theory.limit_a, features[0].interaction_dimensionality";
        assertThat(session.sql("SELECT " + columns + " FROM models").distinct().collectAsList())
                .containsExactly(RowFactory.create(null, null, null, null));
        assertThat(session.sql("SELECT loss_over_symmetric_mean, theory_limit_b FROM points WHERE loss_mean > 0")
                        .distinct()
                        .collectAsList())
                .containsExactly(RowFactory.create(null, null));
    }

    /** The released rows with the columns and fields they have themselves, which are fewer than today's. */
    private static Dataset<Row> files(SparkSession session) {
        return session.read().parquet(RELEASED.resolve("models").toString());
    }

    private static Map<String, Row> byKey(Dataset<Row> rows, String sweep) {
        return rows.where("sweep = '" + sweep + "'").collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getAs("model_key"), Function.identity()));
    }

    private static void same(String where, Object released, Object today, boolean exactly) {
        if (released instanceof Row row && today instanceof Row other) {
            for (String field : row.schema().fieldNames()) {
                same(where + "." + field, row.getAs(field), other.getAs(field), exactly);
            }
        } else if (released instanceof Seq<?> values && today instanceof Seq<?> others) {
            List<?> mine = CollectionConverters.asJava(values);
            List<?> theirs = CollectionConverters.asJava(others);
            assertThat(theirs).as(where).hasSameSizeAs(mine);
            for (int k = 0; k < mine.size(); k++) {
                same(where + "[" + k + "]", mine.get(k), theirs.get(k), exactly);
            }
        } else if (!exactly && released instanceof Number number && today instanceof Number other) {
            double size = Math.abs(number.doubleValue());
            assertThat(other.doubleValue())
                    .as(where)
                    .isCloseTo(number.doubleValue(), within(ABSOLUTE + RELATIVE * size));
        } else {
            // Double and Float compare by their bits.
            assertThat(today).as(where).isEqualTo(released);
        }
    }
}
