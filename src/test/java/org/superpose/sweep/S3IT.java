package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.S3Server;
import org.superpose.Slow;
import org.superpose.Submitted;
import org.superpose.results.ResultsDirectory;

/** Sweeps in a bucket of a real S3 server, whose objects the test sees as files: run, killed, resumed, compacted and read, with the bits of a local run. */
@Slow
@EnabledIf(value = "org.superpose.S3Server#available", disabledReason = "the S3 server is in profile s3")
class S3IT {
    private static final long SEED = 20261;
    private static final int KILLED = 137;
    private static final int POINTS = 60;
    private static final String SWEEP = """
            name: stored
            grid: {n: [24, 32], m: [4, 6, 8], density: [0.05, 0.1, 0.2, 0.4, 0.8]}
            seeds: 2
            training: {recipe: fast, batch: 128, steps: 2000}
            measure: {features: true, curve: 16, weights: true}
            """;

    @TempDir
    static Path directory;

    private static S3Server server;
    private static Map<String, String> unbroken;

    @BeforeAll
    static void runLocally() throws Exception {
        Files.writeString(directory.resolve("sweep.yaml"), SWEEP);
        server = S3Server.start(Files.createDirectory(directory.resolve("s3")));
        try (Submitted run = Submitted.start(
                directory, "--master", "local[2]", "--driver-memory", "1g", "run", "sweep.yaml", "--out", "local")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        unbroken = SweepTable.of(directory.resolve("local")).bits();
        assertThat(unbroken).hasSize(POINTS);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static Submitted start(String master, boolean heedsConditions, String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("superpose.basedir"), "submit.sh").toString(),
                "--master",
                master,
                "--driver-memory",
                "1g"));
        server.settings(heedsConditions)
                .forEach((key, value) -> words.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value)));
        words.addAll(List.of(command));
        return Submitted.launch(directory, S3Server.KEYS, words);
    }

    private static Submitted run(String key) throws IOException {
        return start("local[2,4]", true, "run", "sweep.yaml", "--out", server.uri(key));
    }

    private static Path objects(String key) {
        return server.objects().resolve(key);
    }

    @Test
    void whatIsDoneWithADirectoryIsDoneWithABucket() throws Exception {
        try (Submitted run = run("plain")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).doesNotContain("WARNING: this object store").doesNotContainPattern("(?m)^\\s+at ");
        }
        assertThat(SweepTable.of(objects("plain")).bits()).isEqualTo(unbroken);
        assertThat(names(objects("plain")))
                .allMatch(name -> name.matches("(models|planned)/invocation=[0-9a-f-]+/part-\\d{5}-[^/]+\\.parquet"
                        + "|invocations/[0-9a-f-]+\\.json|\\.lock"));
        try (Submitted run = run("plain")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).contains("60 done, 0 failed, 0 to train");
        }
        int files = SweepTable.files(objects("plain"));
        try (Submitted compact = start("local[2,4]", true, "compact", "--out", server.uri("plain"))) {
            assertThat(compact.exitCode()).as(compact.err()).isZero();
            assertThat(compact.err()).contains("models: 60 rows, " + files + " files before, 1 now");
        }
        assertThat(SweepTable.files(objects("plain"))).isOne();
        assertThat(SweepTable.of(objects("plain")).bits()).isEqualTo(unbroken);
        try (Submitted status = start("local[2]", true, "status", "--out", server.uri("plain"), "--format", "json")) {
            assertThat(status.exitCode()).as(status.err()).isZero();
            assertThat(status.out()).contains("\"points\":60,\"done\":60,\"failed\":0", "\"running\":false");
        }
        String query = "SELECT count(*) AS models, count(DISTINCT model_key) AS keys FROM models";
        try (Submitted sql = start("local[2]", true, "sql", "--out", server.uri("plain"), "--format", "csv", query)) {
            assertThat(sql.exitCode()).as(sql.err()).isZero();
            assertThat(sql.out()).contains("60,60");
        }
        try (Submitted report = start("local[2]", true, "report", "--out", server.uri("plain"))) {
            assertThat(report.exitCode()).as(report.err()).isZero();
        }
        assertThat(objects("plain").resolve("report.html")).content().contains("<html");
        assertThat(names(objects("plain").resolve("scaling"))).containsExactly("part-00000.parquet");
    }

    @Test
    void aDriverThatIsKilledLosesItsRunningBundlesAndLeavesNoPartialFile() throws Exception {
        Random random = new Random(SEED);
        int kills = 0;
        for (int sweep = 0; kills < 4; sweep++) {
            String key = "killed-" + sweep;
            boolean ended = false;
            for (; kills < 4 && !ended; kills++) {
                Set<String> before = names(objects(key).resolve("models"));
                int enough = before.size() + random.nextInt(4);
                try (Submitted run = run(key)) {
                    run.await(() -> run.err().contains(" bundles on ") && SweepTable.files(objects(key)) >= enough);
                    Thread.sleep(random.nextInt(300));
                    int code = run.kill();
                    ended = code == 0;
                    assertThat(code).as(run.err()).isIn(0, KILLED);
                }
                assertThat(names(objects(key).resolve("models"))).containsAll(before);
                assertThat(wholeness(key)).isEmpty();
            }
            int survivors = SweepTable.files(objects(key));
            try (Submitted run = run(key)) {
                assertThat(run.exitCode()).as(run.err()).isZero();
            }
            SweepTable table = SweepTable.of(objects(key));
            System.out.printf(
                    "S3IT: seed %d, %d drivers killed, %d files survived, %d rows for %d points%n",
                    SEED, kills, survivors, table.rows().size(), POINTS);
            assertThat(table.bits()).isEqualTo(unbroken);
            assertThat(table.copies()).isZero();
        }
    }

    /** What is said of damaged files, if anything is in the bucket yet. */
    private static List<String> wholeness(String key) {
        return Files.isDirectory(objects(key).resolve("invocations"))
                ? ResultsDirectory.existing(objects(key).toString()).leftOut()
                : List.of();
    }

    @Test
    void ofTwoDriversTheSecondIsRefused() throws Exception {
        try (Submitted first = run("two")) {
            first.awaitErr(" bundles on ");
            try (Submitted second = run("two")) {
                assertThat(second.exitCode()).isEqualTo(2);
                assertThat(second.err())
                        .contains("is in use by", "process " + first.handle().pid());
            }
            assertThat(first.exitCode()).as(first.err()).isZero();
        }
        assertThat(SweepTable.of(objects("two")).copies()).isZero();
    }

    /** Without conditions the second is refused too, unless both start within two seconds; and it is said. */
    @Test
    void aServerThatDoesNotHeedConditionsIsSaid() throws Exception {
        try (Submitted first =
                start("local-cluster[2,1,1024]", false, "run", "sweep.yaml", "--out", server.uri("unheeded"))) {
            first.awaitErr(" bundles on ");
            assertThat(first.err()).contains("WARNING: this object store does not heed conditional writes");
            try (Submitted second = start("local[2]", false, "run", "sweep.yaml", "--out", server.uri("unheeded"))) {
                assertThat(second.exitCode()).isEqualTo(2);
                assertThat(second.err()).contains("is in use by");
            }
            assertThat(first.exitCode()).as(first.err()).isZero();
        }
        assertThat(SweepTable.of(objects("unheeded")).bits()).isEqualTo(unbroken);
    }

    private static Set<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return new HashSet<>();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            Set<String> names = new HashSet<>();
            files.filter(Files::isRegularFile)
                    .forEach(file -> names.add(folder.relativize(file).toString()));
            return names;
        }
    }
}
