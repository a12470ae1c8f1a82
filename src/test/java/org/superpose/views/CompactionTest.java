package org.superpose.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superpose.Slow;
import org.superpose.errors.UserException;
import org.superpose.results.DamagedFiles;
import org.superpose.results.DirectoryLock;
import org.superpose.results.Reads;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Tables;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;

@Slow
class CompactionTest {
    @TempDir
    Path folder;

    ResultsDirectory directory;

    @BeforeEach
    void open() {
        directory = ResultsDirectory.at(location());
    }

    /** The folder as {@code --out} has it. */
    String location() {
        return folder.toString();
    }

    List<Compaction.Merged> compact() throws IOException {
        try (DirectoryLock lock = DirectoryLock.acquire(directory, "compact")) {
            return new Compaction(TestSpark.session(), directory, lock).execute(line -> {});
        }
    }

    void writeThreeInvocations() {
        TestRows.writeModels(
                directory,
                TestRows.model(
                        "a",
                        "loss",
                        1.0,
                        "kept",
                        1_000_000_000L,
                        "run_number",
                        1L,
                        "features",
                        List.of(RowFactory.create(0, 1f, 1f, 0f, 0f, 0f, null, 1f, 0f, 1f, 1f))),
                TestRows.model("b", "status", "failed", "run_number", 1L, "started_at", new Timestamp(3000)));
        TestRows.writeModels(
                directory,
                TestRows.model("b", "loss", 2.0, "run_number", 2L, "started_at", new Timestamp(2000)),
                TestRows.model("c", "status", "running"));
        TestRows.writeModels(
                directory,
                TestRows.model("a", "loss", 3.0, "kept", 0L, "run_number", 3L),
                TestRows.model("d", "weights", RowFactory.create(new Float[] {1f}, null, null)));
        TestRows.writePlanned(directory, TestRows.planned("a", "ratio_nominal", 0.5), TestRows.planned("b"));
        TestRows.writePlanned(directory, TestRows.planned("a"), TestRows.planned("b"), TestRows.planned("e"));
    }

    /** Every row of every view, in an order of text: Spark cannot order by all a row holds. */
    String shown() {
        StringBuilder all = new StringBuilder();
        Views.register(TestSpark.session(), directory);
        for (String view : Views.NAMES) {
            String columns = Set.of("models", "outcomes").contains(view) ? "* EXCEPT (invocation)" : "*";
            TestRows.query("SELECT to_json(struct(" + columns + ")) AS row FROM " + view).stream()
                    .map(row -> (String) row.get("row"))
                    .sorted()
                    .forEach(row -> all.append(view).append(row).append('\n'));
        }
        return all.toString();
    }

    @Test
    void theViewsShowTheSameFromOneFile() throws IOException {
        writeThreeInvocations();
        String before = shown();
        List<Compaction.Merged> merged = compact();
        assertThat(merged)
                .containsExactly(
                        new Compaction.Merged(Tables.MODELS, 3, 1, 3), new Compaction.Merged(Tables.PLANNED, 2, 1, 4));
        assertThat(before).contains("\"model_key\":\"e\"", "\"weights\":{\"w_in\":[1.0]}");
        assertThat(shown()).isEqualTo(before);
        assertThat(directory.invocationFolders(Tables.MODELS)).hasSize(1);
        assertThat(directory.invocationFolders(Tables.PLANNED)).hasSize(1);
        assertThat(folder.resolve("invocations").toFile().list((parent, name) -> name.endsWith(".json")))
                .hasSize(1);
        try (var entries = Files.list(folder.resolve("models"))) {
            assertThat(entries).hasSize(1);
        }
    }

    /** Columns that this version does not know would be lost. */
    @Test
    void filesOfANewerVersionAreRefused() throws IOException {
        writeThreeInvocations();
        Path written = folder.resolve("models/invocation=" + UUID.randomUUID());
        TestSpark.session()
                .read()
                .parquet(folder.resolve("models").toString())
                .drop("invocation")
                .withColumn("brand_new", functions.lit(1))
                .withColumn("weights", functions.col("weights").withField("scale", functions.lit(2)))
                .write()
                .parquet(written.toString());
        List<Path> before = files();
        assertThatThrownBy(this::compact)
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("columns that this version does not know", "brand_new", "weights.scale");
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (var files = Files.walk(folder.resolve("models"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FOREIGN", "PAGE"})
    void aDamagedFileIsSetAsideNotDeleted(DamagedFiles kind) throws IOException {
        UUID good = TestRows.writeModels(directory, TestRows.model("a", "loss", 1.0));
        UUID bad = TestRows.writeModels(directory, TestRows.model("b", "loss", 2.0));
        TestRows.writeModels(directory, TestRows.model("c", "loss", 3.0));
        Path part = kind.damage(folder.resolve("models/invocation=" + bad));
        List<String> said = new ArrayList<>();
        try (DirectoryLock lock = DirectoryLock.acquire(directory, "compact")) {
            assertThat(new Compaction(TestSpark.session(), directory, lock).execute(said::add))
                    .contains(new Compaction.Merged(Tables.MODELS, 2, 1, 2));
        }
        assertThat(said).singleElement().asString().contains(part.toString(), kind.reason);
        assertThat(folder.resolve("set-aside/models/invocation=" + bad).resolve(part.getFileName()))
                .exists();
        assertThat(folder.resolve("models/invocation=" + good)).doesNotExist();
    }

    @Test
    void anotherCompactionFindsNothingToDo() throws IOException {
        writeThreeInvocations();
        compact();
        List<org.apache.hadoop.fs.Path> folders = directory.invocationFolders(Tables.MODELS);
        assertThat(compact()).allSatisfy(table -> assertThat(table.filesAfter()).isEqualTo(table.filesBefore()));
        assertThat(directory.invocationFolders(Tables.MODELS)).isEqualTo(folders);
    }

    @Test
    void aCrashBeforeTheOldFoldersAreGoneChangesNothing() throws IOException {
        writeThreeInvocations();
        String before = shown();
        Path models = folder.resolve("models");
        Path kept = folder.resolve("kept");
        copy(models, kept);
        compact();
        // The state after the new folder appeared and before any old one went.
        for (org.apache.hadoop.fs.Path merged : directory.invocationFolders(Tables.MODELS)) {
            copy(models.resolve(merged.getName()), kept.resolve(merged.getName()));
        }
        leaveUnfinished(kept);
        delete(models);
        Files.move(kept, models);
        assertThat(shown()).isEqualTo(before);
        compact();
        assertThat(shown()).isEqualTo(before);
        try (var entries = Files.list(models)) {
            assertThat(entries).hasSize(1);
        }
    }

    /** What a compaction that was killed leaves in the folder of a table. */
    void leaveUnfinished(Path table) throws IOException {
        Files.createDirectories(table.resolve("_compact-dead/x"));
        Files.createDirectories(table.resolve("_removed-dead"));
    }

    @Test
    void aReaderNeverMissesARow() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        TestRows.writeModels(directory, TestRows.model("a"), TestRows.model("b"));
        Future<List<Long>> reader = thread.submit(() -> {
            List<Long> counts = new ArrayList<>();
            do {
                counts.add(Reads.retrying(
                        directory,
                        () -> directory
                                .models(TestSpark.session())
                                .select("model_key")
                                .distinct()
                                .count()));
            } while (!done.get());
            return counts;
        });
        for (int round = 0; round < 5; round++) {
            TestRows.writeModels(directory, TestRows.model("a"), TestRows.model("b"));
            compact();
        }
        done.set(true);
        assertThat(reader.get()).isNotEmpty().containsOnly(2L);
        thread.shutdown();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
