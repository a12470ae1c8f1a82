package org.superpose.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.Submitted;
import org.superpose.sweep.SweepTable;

/** Sweeps on a standalone cluster whose executors, workers and master are killed, and on one that lets in only who knows its secret. */
@EnabledIfSystemProperty(
        named = "superpose.cluster",
        matches = "true|standalone",
        disabledReason = "mvn verify -Pcluster runs it")
@Slow
class StandaloneIT {
    private static final String SECRET = "spark.authenticate.secret";

    @TempDir
    static Path directory;

    private static ClusterSweep sweep;

    @BeforeAll
    static void trainLocally() throws Exception {
        sweep = ClusterSweep.trained(directory);
    }

    private static Submitted run(StandaloneCluster cluster, String out, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("--master", cluster.url(), "--driver-memory", "512m"));
        words.addAll(List.of("--executor-memory", "512m", "--executor-cores", "1"));
        words.addAll(List.of(options));
        words.addAll(List.of("run", ClusterSweep.FILE, "--out", out));
        return Submitted.start(directory, Map.of("SPARK_LOCAL_IP", "127.0.0.1"), words.toArray(String[]::new));
    }

    private static String ends(Submitted run, int code) throws Exception {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).doesNotContainPattern("(?m)^\\s+at [\\w.$]+\\(");
        return run.err();
    }

    @Test
    void executorWorkerAndMasterMayBeKilled() throws Exception {
        Path out = directory.resolve("killed");
        try (StandaloneCluster cluster = new StandaloneCluster(directory.resolve("cluster-killed"), Map.of())) {
            Process one = cluster.startWorker(1);
            Process two = cluster.startWorker(1);
            try (Submitted run = run(cluster, "killed")) {
                run.awaitErr(" bundles on ").await(() -> SweepTable.files(out) >= 1, "a file");
                StandaloneCluster.executors(one).forEach(ProcessHandle::destroyForcibly);
                run.awaitErr("Lost executor");
                int files = SweepTable.files(out);
                // The task that was lost is tried again first; were its JVM killed once more, its point would be the
                // one to blame.
                run.await(() -> SweepTable.files(out) > files + 3, "the files of the next tasks");
                StandaloneCluster.executors(two).forEach(ProcessHandle::destroyForcibly);
                two.destroyForcibly();
                run.await(() -> SweepTable.files(out) > files + 4, "a file of the other worker");
                cluster.master().destroyForcibly();
                ends(run, 0);
            }
        }
        sweep.assertIn("standalone, executor, worker and master killed", out.toString());
    }

    @Test
    void aTaskOfTwoCoresIsOneSlot() throws Exception {
        try (StandaloneCluster cluster = new StandaloneCluster(directory.resolve("cluster-two"), Map.of())) {
            cluster.startWorker(2);
            try (Submitted run = run(cluster, "two", "--executor-cores", "2", "--conf", "spark.task.cpus=2")) {
                assertThat(ends(run, 0)).containsPattern("40 points in \\d+ bundles on 1 slots");
            }
        }
        sweep.assertIn("standalone, spark.task.cpus=2", directory.resolve("two").toString());
    }

    /** A new master knows neither the application nor its executor, which the worker must then end; Spark itself waits for ever. */
    @Test
    void anApplicationThatItsMasterForgotIsToldOfAndEndsAtTheFirstSignal() throws Exception {
        Path out = directory.resolve("forgotten");
        try (StandaloneCluster cluster = new StandaloneCluster(directory.resolve("cluster-forgotten"), Map.of())) {
            Process worker = cluster.startWorker(1);
            try (Submitted run = run(cluster, "forgotten")) {
                run.awaitErr(" bundles on ").await(() -> SweepTable.files(out) >= 1, "a file");
                cluster.master().destroyForcibly();
                cluster.master().waitFor();
                cluster.startMaster();
                StandaloneCluster.await(
                        () -> StandaloneCluster.executors(worker).isEmpty(), "the executor's end");
                run.awaitErr("there has been no executor for a minute: the last one was lost (");
                run.signal("INT");
                assertThat(ends(run, 4)).contains("there is no executor that would still be at work", "To resume");
            }
            try (Submitted run = run(cluster, "forgotten")) {
                ends(run, 0);
            }
        }
        sweep.assertIn("standalone, master restarted", out.toString());
    }

    @Test
    void aStrangerIsRefused() throws Exception {
        Map<String, String> settings =
                Map.of("spark.authenticate", "true", SECRET, "of the house", "spark.network.crypto.enabled", "true");
        try (StandaloneCluster cluster = new StandaloneCluster(directory.resolve("cluster-closed"), settings)) {
            cluster.startWorker(1);
            try (Submitted run = run(
                    cluster,
                    "closed",
                    "--conf",
                    "spark.authenticate=true",
                    "--conf",
                    SECRET + "=of the house",
                    "--conf",
                    "spark.network.crypto.enabled=true",
                    "--conf",
                    "spark.io.encryption.enabled=true")) {
                assertThat(ends(run, 0)).doesNotContain("of the house");
            }
            sweep.assertIn(
                    "standalone, authenticated and encrypted",
                    directory.resolve("closed").toString());
            try (Submitted stranger = run(cluster, "stranger")) {
                assertThat(ends(stranger, 4)).containsAnyOf("could not be started on", "has ended the application");
            }
            assertThat(directory.resolve("stranger/models")).doesNotExist();
        }
    }
}
