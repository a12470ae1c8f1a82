package org.superpose.sweep;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.config.SweepFile;
import org.superpose.errors.UserException;
import org.superpose.grid.Expansion;
import org.superpose.grid.Point;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestSpark;

/** Rugs, projectors and tiled models from the sweep file to the table. */
@Slow
class BuiltModelsTest {
    private static final String BLOCKS = """
            grid: {n: [4, 8], ratio: 0.5, density: 0.2, model.tied: [true, false]}
            seeds: 2
            training: {batch: 64, steps: 40}
            measure: {weights: true}
            """;

    @TempDir
    Path temporary;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeEach
    void useTheSharedSession() {
        TestSpark.session();
    }

    private String folder(String name) {
        return temporary.resolve(name).toString();
    }

    private SweepJob.Ending run(String sweep, String directory) throws IOException {
        SweepOptions options = TestSweeps.options(sweep, temporary.resolve(directory));
        return new SweepJob(options, new PrintStream(log, true, StandardCharsets.UTF_8)).execute();
    }

    private List<Row> rows(String directory) {
        return ResultsDirectory.existing(folder(directory))
                .models(TestSpark.session())
                .orderBy(col("n"), col("model_kind"), col("tied"), col("seed"))
                .collectAsList();
    }

    @Test
    void drawnModelsAreRowsWithoutTraining() throws IOException {
        String sweep = "grid: {n: 16, m: 4, density: 0.1, model.kind: [rug, projector]}\nseeds: 2";
        assertThat(run(sweep, "drawn")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(run(sweep, "drawn")).isEqualTo(SweepJob.Ending.DONE);
        List<Row> rows = rows("drawn");
        assertThat(rows)
                .extracting(row -> row.<String>getAs("model_kind"))
                .containsExactly("projector", "projector", "rug", "rug");
        for (Row row : rows) {
            assertThat(row.<String>getAs("status")).isEqualTo("converged");
            assertThat(row.<String>getAs("stop_reason")).isEqualTo("built");
            assertThat(row.<Long>getAs("steps")).isZero();
            assertThat(row.<Long>getAs("samples")).isZero();
            assertThat(row.<Double>getAs("loss_train")).isNull();
            assertThat(row.<String>getAs("recipe")).isNull();
            assertThat(row.<Double>getAs("loss")).isBetween(0.001, 0.03);
            assertThat(row.getList(row.fieldIndex("curve"))).isEmpty();
        }
        assertThat(rows.get(2).<Double>getAs("loss")).isNotEqualTo(rows.get(3).<Double>getAs("loss"));
        assertThat(rows.get(2).<Double>getAs("offdiag_energy_var")).isBetween(0.0, 1e-12);
        assertThat(rows.get(0).<Double>getAs("offdiag_energy_var")).isGreaterThan(1e-4);
        SweepForecast forecast = forecast(sweep, "drawn");
        assertThat(forecast.counts().done()).isEqualTo(4);
        assertThat(forecast.toTrain()).isZero();
    }

    /** A row of each kind; the loss is p² times the coefficient of the row, which for a ladder is none. */
    @Test
    void codesAreRowsWithTheirCoefficient() throws IOException {
        String sweep = "grid: {n: 12, m: 4, density: 1e-4, model.kind: [circle, spherical, ladder]}\nseeds: 2";
        assertThat(run(sweep, "codes")).isEqualTo(SweepJob.Ending.DONE);
        List<Row> rows = rows("codes");
        assertThat(rows)
                .extracting(row -> row.<String>getAs("model_kind"))
                .containsExactly("circle", "ladder", "spherical");
        for (Row row : List.of(rows.get(0), rows.get(2))) {
            double coefficient = row.<Row>getAs("theory").<Double>getAs("second_order");
            assertThat(row.<Double>getAs("loss")).isCloseTo(1e-8 * coefficient, withinPercentage(2));
        }
        assertThat(rows.get(2).<Row>getAs("theory").<Double>getAs("second_order"))
                .isCloseTo(1.42131, withinPercentage(0.1));
        assertThat(rows.get(1).<Double>getAs("loss"))
                .isLessThan(0.5 * rows.get(2).<Double>getAs("loss"));
    }

    private SweepForecast forecast(String sweep, String directory) throws IOException {
        SweepFile read = SweepFile.read(sweep, "sweep.yaml", List.of());
        List<Point> points = Expansion.expand(read).points();
        return SweepForecast.of(points, read.measure(), folder(directory), "auto", 2);
    }

    @Test
    void tiledModelsAreCopiesOfTheBestBlock() throws IOException {
        run(BLOCKS, "blocks");
        String sweep = "grid: {n: 16, m: 8, density: 0.2, model.tied: [true, false]}\nseeds: 3\n"
                + "model: {kind: tiled, from: " + folder("blocks") + "}\n";
        assertThat(forecast(sweep, "tiled").toTrain()).isEqualTo(2);
        assertThat(run(sweep, "tiled")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(run(sweep, "tiled")).isEqualTo(SweepJob.Ending.DONE);
        List<Row> rows = rows("tiled");
        assertThat(rows).hasSize(2);
        for (Row row : rows) {
            Row best = rows("blocks").stream()
                    .filter(block -> block.getAs("tied").equals(row.getAs("tied")))
                    .min(Comparator.comparingDouble(block -> block.<Double>getAs("loss")))
                    .orElseThrow();
            int copies = 16 / best.<Integer>getAs("n");
            assertThat(row.<String>getAs("model_kind")).isEqualTo("tiled");
            assertThat(row.<String>getAs("parameters"))
                    .contains("\"block\":\"" + best.getAs("model_key") + "\"", "\"copies\":" + copies);
            assertThat(row.<Double>getAs("loss")).isCloseTo(best.<Double>getAs("loss"), withinPercentage(3));
            assertThat(row.<Double>getAs("frobenius2"))
                    .isCloseTo(copies * best.<Double>getAs("frobenius2"), withinPercentage(1e-6));
        }
    }

    @Test
    void betterBlocksWithoutWeightsAreNamed() throws IOException {
        String block = "grid: {n: %d, ratio: 0.5, density: 0.2}\ntraining: {steps: %d}\nmeasure: {weights: %b}";
        run(block.formatted(4, 2, true), "poor");
        run(block.formatted(8, 300, false), "good");
        String sweep = "grid: {n: 16, ratio: 0.5, density: 0.2}\nmodel: {kind: tiled, from: [" + folder("poor") + ", "
                + folder("good") + "]}";
        assertThat(run(sweep, "tiled")).isEqualTo(SweepJob.Ending.DONE);
        Row row = rows("tiled").get(0);
        assertThat(row.<String>getAs("parameters")).contains("\"copies\":4");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("the blocks with the lowest loss, 2 × (8, 4) with 0.")
                .contains("are not taken but 4 × (4, 2) with 0.")
                .contains("because there are no weights of (8, 4) in " + folder("good"));
    }

    /** 23 = 2 · 4 + 3 · 5 features in 10 = 2 · 2 + 3 · 2 dimensions. */
    @Test
    void sizesThatNoBlockDividesAreMixed() throws IOException {
        String block =
                "grid: {n: %d, m: 2, density: 0.2}\nseeds: 2\ntraining: {batch: 64, steps: 200}\nmeasure: {weights: true}";
        run(block.formatted(4), "four");
        run(block.formatted(5), "five");
        String sweep = "grid: {n: 23, m: 10, density: 0.2}\nmodel: {kind: tiled, from: [" + folder("four") + ", "
                + folder("five") + "]}\nmeasure: {weights: true}";
        assertThat(forecast(sweep, "mixed").toTrain()).isEqualTo(1);
        assertThat(run(sweep, "mixed")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(run(sweep, "mixed")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(rows("mixed")).hasSize(1);
        Row row = rows("mixed").get(0);
        Row four = best("four");
        Row five = best("five");
        String[] entries = {
            "\"" + four.getAs("model_key") + "\":2", "\"" + five.getAs("model_key") + "\":3",
        };
        Arrays.sort(entries);
        assertThat(row.<String>getAs("parameters")).contains("\"blocks\":{" + entries[0] + "," + entries[1] + "}");
        double mean = (8 * four.<Double>getAs("loss") + 15 * five.<Double>getAs("loss")) / 23;
        assertThat(row.<Double>getAs("loss")).isCloseTo(mean, withinPercentage(3));
        assertThat(row.<Double>getAs("frobenius2"))
                .isCloseTo(
                        2 * four.<Double>getAs("frobenius2") + 3 * five.<Double>getAs("frobenius2"),
                        withinPercentage(1e-6));
    }

    private Row best(String directory) {
        return rows(directory).stream()
                .min(Comparator.comparingDouble(row -> row.<Double>getAs("loss")))
                .orElseThrow();
    }

    @Test
    void aBlockThatCannotBeHadIsAMistakeWithItsRemedy() throws IOException {
        String sweep = "grid: {n: %d, ratio: 0.5, density: 0.2}\nmodel: {kind: tiled, from: " + folder("blocks") + "}";
        assertThatThrownBy(() -> run(sweep.formatted(16), "tiled"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no directory " + folder("blocks"));
        assertThat(Path.of(folder("tiled"))).doesNotExist();
        run(BLOCKS.replace("weights: true", "weights: false").replace("[true, false]", "false"), "blocks");
        assertThatThrownBy(() -> run(sweep.formatted(16), "tiled"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("n = 16, m = 8")
                .hasMessageContaining(folder("blocks"))
                .hasMessageContaining("have no weights")
                .hasMessageContaining("measure: {weights: true}");
        assertThatThrownBy(() -> run(sweep.formatted(6), "tiled"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("n = 6, m = 3")
                .hasMessageContaining("no finished trained model of size (n/k, m/k)")
                .hasMessageContaining("nor such models of other sizes that add up to n and m");
        assertThatThrownBy(() -> run(sweep.formatted(5002), "tiled"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("other sizes are mixed up to n = 4096 only");
    }
}
