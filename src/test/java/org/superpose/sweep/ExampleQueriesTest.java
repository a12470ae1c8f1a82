package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped example queries, over a small table whose answers are known. */
class ExampleQueriesTest {
    private static final Path QUERIES = Path.of("conf", "queries");

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() {
        ResultsDirectory directory = ResultsDirectory.at(folder.toString());
        List<Row> rows = new ArrayList<>();
        for (int n : new int[] {64, 128, 256}) {
            for (long seed = 0; seed < 2; seed++) {
                // diag_var = 1/n and lyapunov = 1/√n exactly; the loss lies below the limit at n = 64 alone.
                rows.add(TestRows.model(
                        "k" + n + "-" + seed,
                        "point_key",
                        "p" + n,
                        "n",
                        n,
                        "m",
                        n / 4,
                        "ratio",
                        0.25,
                        "density",
                        0.05,
                        "decay",
                        1.0,
                        "seed",
                        seed,
                        "tied",
                        false,
                        "hidden",
                        "identity",
                        "output",
                        "relu",
                        "recipe",
                        "fast",
                        "loss",
                        0.003 + 1e-5 * n + 1e-4 * seed,
                        "loss_stderr",
                        1e-6,
                        "loss_limit",
                        0.004,
                        "loss_linear",
                        0.01,
                        "diag_mean",
                        0.8,
                        "diag_var",
                        1.0 / n,
                        "lyapunov_mean",
                        1 / Math.sqrt(n),
                        "represented",
                        5 + seed,
                        "features",
                        List.of(RowFactory.create(0, 1f, 1f, 0f, 0f, 0f, null, 1f, 0f, 0.5f)),
                        "kernel",
                        "cpu",
                        "host",
                        "here",
                        "steps",
                        1000L,
                        "seconds",
                        (double) n,
                        "predicted_seconds",
                        2.0 * n));
            }
        }
        rows.add(TestRows.model(
                "f",
                "point_key",
                "f",
                "n",
                8,
                "status",
                "failed",
                "error_class",
                "java.lang.Error",
                "error_message",
                "x"));
        rows.add(TestRows.model("d", "point_key", "d", "n", 8, "status", "diverged", "stop_reason", "loss"));
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("k64-0", "point_key", "p64", "ratio_nominal", 0.25));
    }

    private static List<Path> queries() throws IOException {
        try (var files = Files.list(QUERIES)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Map<String, Object>> run(Path file) throws IOException {
        Views.register(TestSpark.session(), ResultsDirectory.at(folder.toString()));
        List<String> statements = Views.statements(Files.readString(file));
        assertThat(statements).as(file.toString()).hasSize(1);
        return TestRows.query(statements.get(0));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void everyQueryAnswersWithoutNaN(Path file) throws IOException {
        List<Map<String, Object>> rows = run(file);
        assertThat(rows).isNotEmpty();
        for (Map<String, Object> row : rows) {
            row.forEach((column, value) -> {
                if (value instanceof Double number) {
                    assertThat(number).as(column).isFinite();
                }
            });
        }
    }

    @Test
    void lossAgainstRatioShowsTheoryBeside() throws IOException {
        assertThat(run(QUERIES.resolve("loss-against-ratio.sql")))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row).containsEntry("ratio", 0.25).containsEntry("loss_limit", 0.004));
    }

    @Test
    void symmetryWithNFindsTheExponents() throws IOException {
        List<Map<String, Object>> rows = run(QUERIES.resolve("symmetry-with-n.sql"));
        assertThat(rows).extracting(row -> row.get("n")).containsExactly(64, 128, 256);
        for (Map<String, Object> row : rows) {
            assertThat((Double) row.get("diag_var_exponent")).isCloseTo(-1, within(1e-12));
            assertThat((Double) row.get("lyapunov_exponent")).isCloseTo(-0.5, within(1e-12));
        }
    }

    @Test
    void belowTheLimitFindsThePoint() throws IOException {
        assertThat(run(QUERIES.resolve("below-the-limit.sql")))
                .extracting(row -> row.get("n"))
                .containsExactly(64);
    }

    @Test
    void failuresAreCountedByReason() throws IOException {
        assertThat(run(QUERIES.resolve("failures-by-reason.sql")))
                .extracting(row -> row.get("reason"))
                .containsExactlyInAnyOrder("java.lang.Error", "loss");
    }
}
