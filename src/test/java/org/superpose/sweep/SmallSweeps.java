package org.superpose.sweep;

import static org.apache.spark.sql.functions.col;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.config.SweepFile;
import org.superpose.grid.Expansion;
import org.superpose.grid.Point;
import org.superpose.measure.MeasureSpec;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestSpark;
import org.superpose.train.TimeLimits;

/** Runs sweeps of eight small points in this JVM and reads their rows. */
abstract class SmallSweeps {
    static final String SWEEP = """
            name: small
            grid: {n: [6, 12], m: [3], density: [0.1, 0.5]}
            seeds: 2
            training: {recipe: fast, batch: 64, steps: 60, warmup: 10}
            """;

    @TempDir
    Path temporary;

    final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @BeforeEach
    void useTheSharedSession() {
        TestSpark.session();
    }

    /** The directory of results of a name, as {@code --out} has it. */
    String location(String directory) {
        return temporary.resolve(directory).toString();
    }

    SweepJob.Ending run(String sweep, String directory) throws IOException {
        return execute(sweep, directory, false, false, false);
    }

    SweepJob.Ending retry(String sweep, String directory) throws IOException {
        return execute(sweep, directory, true, false, false);
    }

    SweepJob.Ending execute(String sweep, String directory, boolean failFast, boolean mixKernels) throws IOException {
        return execute(sweep, directory, false, failFast, mixKernels);
    }

    private SweepJob.Ending execute(
            String sweep, String directory, boolean retryFailed, boolean failFast, boolean mixKernels)
            throws IOException {
        SweepFile read = read(sweep);
        return execute(new SweepOptions(
                read.name(),
                sweep,
                Expansion.expand(read).points(),
                List.of(),
                read.kernel(),
                read.measure(),
                read.limits(),
                location(directory),
                retryFailed,
                failFast,
                mixKernels,
                "run sweep.yaml"));
    }

    SweepJob.Ending execute(List<Point> points, boolean retryFailed) throws IOException {
        return execute(points, MeasureSpec.DEFAULT, retryFailed);
    }

    SweepJob.Ending execute(List<Point> points, MeasureSpec measure, boolean retryFailed) throws IOException {
        return execute(new SweepOptions(
                "small",
                SWEEP,
                points,
                List.of(),
                "auto",
                measure,
                TimeLimits.DEFAULT,
                location("results"),
                retryFailed,
                false,
                false,
                "run sweep.yaml"));
    }

    SweepJob.Ending execute(SweepOptions options) throws IOException {
        return new SweepJob(options, new PrintStream(log, true, StandardCharsets.UTF_8)).execute();
    }

    List<Point> points(String sweep) throws IOException {
        return Expansion.expand(read(sweep)).points();
    }

    SweepFile read(String sweep) throws IOException {
        Path file = temporary.resolve("sweep.yaml");
        Files.writeString(file, sweep);
        return SweepFile.read(file, List.of());
    }

    List<Row> rows(String directory) {
        return ResultsDirectory.existing(location(directory))
                .models(TestSpark.session())
                .orderBy(col("model_key"))
                .collectAsList();
    }

    static Set<String> keys(List<Row> rows) {
        return rows.stream().map(row -> row.<String>getAs("model_key")).collect(Collectors.toSet());
    }

    /** Everything but the columns of the run, as text that shows every bit of every number. */
    static List<String> resultsByKey(List<Row> rows) {
        List<String> results = new ArrayList<>();
        for (Row row : rows) {
            results.add(Arrays.stream(row.schema().fieldNames())
                    .filter(name -> !SweepTable.RUN_COLUMNS.contains(name))
                    .map(name -> name + "=" + row.getAs(name))
                    .collect(Collectors.joining(" ")));
        }
        results.sort(null);
        return results;
    }
}
