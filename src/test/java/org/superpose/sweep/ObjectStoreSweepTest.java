package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.superpose.Slow;
import org.superpose.results.DirectoryLock;
import org.superpose.results.HeededStore;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.StubStore;
import org.superpose.results.TableWriter;
import org.superpose.results.TestSpark;
import org.superpose.views.Compaction;
import org.superpose.views.ScalingTable;
import org.superpose.views.SweepStatus;
import org.superpose.views.Views;

/** Sweeps in an object store that cannot rename, touch, append or keep an empty folder. */
@Slow
@ExtendWith(HeededStore.class)
class ObjectStoreSweepTest extends SmallSweeps {
    private String scheme = StubStore.PREFIX;

    @Override
    String location(String directory) {
        return scheme + temporary.resolve(directory);
    }

    @Test
    void aSweepHasTheBitsOfALocalOneIsResumedExtendedCompactedAndReported() throws IOException {
        assertThat(run(SWEEP, "results")).isEqualTo(SweepJob.Ending.DONE);
        List<String> results = resultsByKey(rows("results"));
        assertThat(results).hasSize(8);
        assertThat(run(SWEEP, "results")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("8 done, 0 failed, 0 to train");
        assertThat(run(SWEEP.replace("[0.1, 0.5]", "[0.1, 0.2, 0.5]"), "results"))
                .isEqualTo(SweepJob.Ending.DONE);
        Path folder = temporary.resolve("results");
        assertThat(StubStore.names(folder))
                .allMatch(name -> name.matches("(models|planned)/invocation=[0-9a-f-]+/part-\\d{5}-[^/]+\\.parquet"
                        + "|invocations/[0-9a-f-]+\\.json|\\.lock"));

        ResultsDirectory directory = ResultsDirectory.existing(location("results"));
        try (DirectoryLock lock = DirectoryLock.acquire(directory, "compact")) {
            new Compaction(TestSpark.session(), directory, lock).execute(line -> {});
        }
        assertThat(StubStore.names(folder.resolve("models"))).hasSize(1);
        SweepStatus status = SweepStatus.of(TestSpark.session(), directory);
        assertThat(status.points()).isEqualTo(12);
        assertThat(status.done()).isEqualTo(12);
        assertThat(status.notices()).isEmpty();
        Views.register(TestSpark.session(), directory);
        for (int time = 0; time < 2; time++) {
            assertThat(ScalingTable.write(TestSpark.session(), directory)).isNotNegative();
            assertThat(StubStore.names(folder.resolve("scaling"))).containsExactly("part-00000.parquet");
        }

        List<String> store = resultsByKey(rows("results"));
        scheme = "";
        assertThat(run(SWEEP.replace("[0.1, 0.5]", "[0.1, 0.2, 0.5]"), "local")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(store).isEqualTo(resultsByKey(rows("local"))).containsAll(results);
    }

    @Test
    void aDamagedObjectIsSetAsideByCopyingItAndItsPointsAreTrainedAgain() throws IOException {
        assertThat(run(SWEEP, "results")).isEqualTo(SweepJob.Ending.DONE);
        Path models = temporary.resolve("results/models");
        Path part = models.resolve(StubStore.names(models).get(0));
        byte[] bytes = Files.readAllBytes(part);
        bytes[40] ^= 1;
        Files.write(part, bytes);
        assertThat(run(SWEEP, "results")).isEqualTo(SweepJob.Ending.DONE);
        assertThat(part).doesNotExist();
        Path aside = temporary.resolve("results/set-aside/models").resolve(models.relativize(part));
        assertThat(aside).hasBinaryContent(bytes);
        assertThat(aside.resolveSibling(part.getFileName() + ".why.txt"))
                .content()
                .contains("damaged");
        assertThat(rows("results")).hasSize(8);
    }

    /** Spark closes the file of a task that fails: what there is of it must not appear. */
    @Test
    void aTaskThatFailsLeavesNothingAndTheOthersStay() throws IOException {
        ResultsDirectory directory = ResultsDirectory.at(location("results"));
        org.apache.hadoop.fs.Path folder = directory.path("rows");
        StructType schema = new StructType().add("value", DataTypes.IntegerType);
        List<Integer> values = IntStream.range(0, 12).boxed().toList();
        JavaSparkContext context =
                JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
        Dataset<Row> failing = TestSpark.session()
                .createDataFrame(
                        context.parallelize(values, 4).map(value -> {
                            if (value == 11) {
                                Thread.sleep(3000);
                                throw new IllegalStateException("a point that takes its task down");
                            }
                            return RowFactory.create(value);
                        }),
                        schema);
        assertThatThrownBy(() -> TableWriter.write(failing, directory, folder))
                .hasStackTraceContaining("takes its task down");
        assertThat(StubStore.names(temporary.resolve("results/rows")))
                .hasSize(3)
                .allMatch(name -> name.matches("part-0000[012]-.*"));
        assertThat(TestSpark.session()
                        .read()
                        .schema(schema)
                        .parquet(folder.toString())
                        .count())
                .isEqualTo(9);
    }

    /** An attempt of a task whose executor was lost after it had put its file is followed by another. */
    @Test
    void aSecondAttemptReplacesTheFileOfTheFirst() throws Exception {
        ProtocolTasks tasks = new ProtocolTasks(location("results"));
        tasks.write(3, 0, "the rows");
        tasks.write(3, 1, "the rows, again");
        tasks.abort(3, 2, "not the r");
        assertThat(StubStore.names(temporary.resolve("results"))).containsExactly("part-00003-job.txt");
        assertThat(temporary.resolve("results/part-00003-job.txt")).content().isEqualTo("the rows, again");
    }
}
