package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.config.SweepFile;
import org.superpose.data.Objective;
import org.superpose.geometry.FeaturePlace;
import org.superpose.geometry.GeometryColumns;
import org.superpose.geometry.GeometryReport;
import org.superpose.geometry.Summand;
import org.superpose.grid.Expansion;
import org.superpose.grid.Grid;
import org.superpose.grid.Point;
import org.superpose.measure.Measurement;
import org.superpose.model.Weights;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;
import org.superpose.views.Views;

/** {@code measure: {geometry: true}} from the sweep file to the views. */
@Slow
class GeometryColumnTest {
    private static final String SWEEP = """
            name: small
            grid: {n: 5, m: 2, density: [0.05, 0.3], model.tied: [true, false]}
            seeds: 2
            training: {recipe: fast, batch: 256, steps: 300, warmup: 30}
            """;
    private static final String MEASURED = SWEEP + "measure: {geometry: true, weights: true}\n";

    @TempDir
    Path temporary;

    @BeforeEach
    void useTheSharedSession() {
        TestSpark.session();
    }

    @Test
    void isWhatTheKeptWeightsHave() throws IOException {
        Grid grid = run(MEASURED);
        List<Row> rows = rows();
        assertThat(rows).hasSize(8);
        for (Row row : rows) {
            Point point = grid.points().stream()
                    .filter(candidate -> candidate.modelKey().equals(row.getAs("model_key")))
                    .findFirst()
                    .orElseThrow();
            GeometryReport report = GeometryReport.of(
                    new Measurement.Subject(
                            weights(row, point),
                            new Objective(point.data(), point.density(), point.importance()),
                            point.modelKey()),
                    () -> true);
            Row geometry = row.getAs("geometry");
            GeometryColumns.ALL
                    .scalars(report)
                    .forEach((name, value) ->
                            assertThat(geometry.<Object>getAs(name)).as(name).isEqualTo(value));
            sameFeatures(geometry.getList(geometry.fieldIndex("features")), report);
            sameSummands(geometry.getList(geometry.fieldIndex("summands")), report);
            assertThat(geometry.getList(geometry.fieldIndex("planes")))
                    .hasSize(report.planes().summands().size());
            assertThat(geometry.getList(geometry.fieldIndex("barcode")))
                    .hasSize(report.barcode().intervals().size());
            assertThat(geometry.getList(geometry.fieldIndex("regions")))
                    .hasSize(report.regions().count());
            assertThat(geometry.getList(geometry.fieldIndex("frame_spectrum"))).hasSize(2);
            assertThat(geometry.getList(geometry.fieldIndex("skipped"))).isEmpty();
        }
    }

    private static Weights weights(Row row, Point point) {
        Row kept = row.getAs("weights");
        Weights weights = new Weights(point.layout(), new float[point.layout().size()]);
        int n = point.n();
        int m = point.m();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < m; k++) {
                weights.values()[point.layout().encoder() + i * m + k] =
                        kept.<Float>getList(0).get(k * n + i);
                weights.values()[point.layout().decoder() + i * m + k] =
                        kept.<Float>getList(1).get(i * m + k);
            }
            weights.values()[point.layout().bias() + i] = kept.<Float>getList(2).get(i);
        }
        return weights;
    }

    private static void sameFeatures(List<Row> features, GeometryReport report) {
        assertThat(features).hasSize(5);
        for (Row feature : features) {
            FeaturePlace place = report.encoder().features().get(feature.getAs("i"));
            assertThat(feature.<Float>getAs("norm")).isEqualTo((float) place.norm());
            assertThat(feature.<Float>getAs("interference")).isEqualTo((float) place.interference());
            assertThat(feature.<Float>getAs("dimensionality")).isEqualTo((float) place.dimensionality());
            assertThat(feature.<String>getAs("class")).isEqualTo(place.role().label());
            assertThat(feature.getList(feature.fieldIndex("partners"))).isEqualTo(place.partners());
            assertThat(feature.<Integer>getAs("antipode")).isEqualTo(place.antipode());
            Float byInteraction = report.interaction() == null
                    ? null
                    : (Float) (float)
                            report.interaction().features().get(place.i()).dimensionality();
            assertThat(feature.<Float>getAs("interaction_dimensionality")).isEqualTo(byInteraction);
        }
    }

    private static void sameSummands(List<Row> rows, GeometryReport report) {
        List<Summand> summands = report.sum().summands();
        assertThat(rows).hasSameSizeAs(summands);
        for (int q = 0; q < rows.size(); q++) {
            Row row = rows.get(q);
            Summand summand = summands.get(q);
            assertThat(row.getList(row.fieldIndex("features"))).isEqualTo(summand.features());
            assertThat(row.<Integer>getAs("dimension")).isEqualTo(summand.dimension());
            assertThat(row.<String>getAs("shape")).isEqualTo(summand.shape().name());
            assertThat(row.<Double>getAs("deviation")).isEqualTo(summand.shape().deviation());
            assertThat(row.<Object>getAs("thomson_energy") == null)
                    .isEqualTo(summand.features().size() == 1);
        }
    }

    @Test
    void isMadeForPointsThatLackItAndOnlyOnce() throws IOException {
        run(SWEEP);
        assertThat(rows()).hasSize(8).allMatch(row -> row.getAs("geometry") == null);
        run(MEASURED);
        assertThat(rows()).hasSize(16);
        run(MEASURED);
        run(SWEEP);
        assertThat(rows()).hasSize(16);
        assertThat(rows().stream().filter(row -> row.getAs("geometry") != null)).hasSize(8);
        assertThat(rows().stream()
                        .map(row -> row.getAs("model_key") + " " + row.getAs("loss"))
                        .distinct())
                .hasSize(8);
    }

    @Test
    void theViewsShowIt() throws IOException {
        run(MEASURED);
        Views.register(TestSpark.session(), directory());
        assertThat(TestRows.query("SELECT count(*) AS c FROM feature_geometry")).containsExactly(Map.of("c", 40L));
        assertThat(TestRows.query("SELECT model_key FROM summands GROUP BY model_key"))
                .hasSize(8);
        assertThat(TestRows.query("SELECT model_key FROM barcodes WHERE dimension = 0 GROUP BY model_key"))
                .hasSize(8);
        assertThat(TestRows.query("SELECT model_key, sum(probability) AS p FROM regions GROUP BY model_key"))
                .hasSize(8)
                .allSatisfy(row -> assertThat((Double) row.get("p")).isBetween(0.999, 1 + 1e-9));
        assertThat(TestRows.query("SELECT point_key, seeds FROM best_of_seeds"))
                .hasSize(4)
                .allSatisfy(row -> assertThat(row).containsEntry("seeds", 2L));
    }

    private Grid run(String sweep) throws IOException {
        TestSweeps.run(sweep, temporary.resolve("results"));
        return Expansion.expand(SweepFile.read(sweep, "sweep.yaml", List.of()));
    }

    private ResultsDirectory directory() {
        return ResultsDirectory.existing(temporary.resolve("results").toString());
    }

    private List<Row> rows() {
        return directory().models(TestSpark.session()).collectAsList();
    }
}
