package org.superpose.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.Submitted;
import org.superpose.cluster.HadoopCluster.Application;

/** Sweeps on YARN whose tables are on HDFS, with the driver beside the user and on the cluster. */
@EnabledIfSystemProperty(named = "superpose.cluster", matches = "true", disabledReason = "mvn verify -Pcluster runs it")
@Slow
class YarnIT {
    private static final Path JARS = Path.of(System.getProperty("superpose.spark", ""), "jars");

    @TempDir
    static Path directory;

    private static HadoopCluster cluster;
    private static ClusterSweep sweep;

    @BeforeAll
    static void start() throws Exception {
        sweep = ClusterSweep.trained(directory);
        cluster = new HadoopCluster(directory.resolve("hadoop"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Runs a command with the driver here or there. */
    private static Submitted submit(String mode, String... command) throws IOException {
        return submit(mode, 1, command);
    }

    private static Submitted submit(String mode, int executors, String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of("--master", "yarn", "--deploy-mode", mode));
        words.addAll(
                List.of("--driver-memory", "512m", "--executor-memory", "512m", "--num-executors", executors + ""));
        words.addAll(List.of("--conf", "spark.yarn.jars=local:" + JARS + "/*"));
        words.addAll(List.of(command));
        return Submitted.start(directory, cluster.environment(), words.toArray(String[]::new));
    }

    private static String ends(Submitted run, int code) throws Exception {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).doesNotContainPattern("(?m)^\\s+at [\\w.$]+\\(");
        return run.err();
    }

    private static Application last() throws IOException {
        List<Application> all = cluster.applications();
        return all.stream()
                .reduce((one, other) -> one.id().compareTo(other.id()) > 0 ? one : other)
                .orElseThrow();
    }

    @Test
    void aSweepRunsFromHereWithAnExecutorKilledAndResumesAndIsCompactedAndAsked() throws Exception {
        String out = cluster.files() + "/client";
        try (Submitted run = submit("client", "run", ClusterSweep.FILE, "--out", out)) {
            run.awaitErr(" bundles on ");
            List<ProcessHandle> executors = new ArrayList<>();
            run.await(() -> executors.addAll(cluster.containers("YarnCoarseGrainedExecutorBackend")), "an executor");
            executors.forEach(ProcessHandle::destroyForcibly);
            assertThat(ends(run, 0)).contains("Lost executor", "40 of 40 points done, 0 failed");
        }
        sweep.assertIn("YARN client mode, executor killed", out);
        assertThat(last().ending()).isEqualTo("SUCCEEDED");
        try (Submitted again = submit("client", "run", ClusterSweep.FILE, "--out", out)) {
            assertThat(ends(again, 0)).contains("40 done, 0 failed, 0 to train");
        }
        try (Submitted compact = submit("client", "compact", "--out", out)) {
            assertThat(ends(compact, 0)).contains("models: 40 rows");
        }
        sweep.assertIn("YARN client mode, compacted", out);
        try (Submitted ask =
                submit("client", "sql", "--out", out, "--format", "csv", "SELECT count(*) AS rows FROM models")) {
            ends(ask, 0);
            assertThat(ask.out().lines()).containsExactly("rows", "40");
        }
    }

    @Test
    void aDriverOnTheClusterSucceedsOnceAndFailsWhereItFailed() throws Exception {
        String out = cluster.files() + "/cluster";
        try (Submitted run = submit("cluster", "run", ClusterSweep.FILE, "--out", out)) {
            ends(run, 0);
        }
        assertThat(last()).extracting("state", "ending", "attempts").containsExactly("FINISHED", "SUCCEEDED", 1);
        sweep.assertIn("YARN cluster mode", out);

        String remote = cluster.files() + "/sweeps/" + ClusterSweep.FILE;
        try (FileSystem files =
                FileSystem.newInstance(new org.apache.hadoop.fs.Path(out).toUri(), new Configuration())) {
            files.copyFromLocalFile(
                    new org.apache.hadoop.fs.Path(
                            directory.resolve(ClusterSweep.FILE).toUri()),
                    new org.apache.hadoop.fs.Path(remote));
        }
        try (Submitted plan = submit("client", "plan", remote, "--out", out, "--format", "csv")) {
            ends(plan, 0);
            assertThat(plan.out())
                    .startsWith("points,done,failed,missing,to_train")
                    .contains("\n40,40,0,0,0,");
        }
        try (Submitted again = submit("cluster", "run", remote, "--out", out)) {
            ends(again, 0);
        }
        assertThat(last()).extracting("ending", "attempts").containsExactly("SUCCEEDED", 1);
        sweep.assertIn("YARN cluster mode, again with the sweep file on HDFS", out);

        try (Submitted wrong = submit(
                "cluster", "--conf", "spark.yarn.maxAppAttempts=1", "run", remote, "--set", "grid.n=0", "--out", out)) {
            assertThat(wrong.exitCode()).as(wrong.err()).isNotZero();
        }
        assertThat(last()).extracting("state", "ending").containsExactly("FAILED", "FAILED");
    }

    /** YARN takes the node for lost after ten seconds. */
    @Test
    void aNodeManagerThatIsKilledLosesNothing() throws Exception {
        String out = cluster.files() + "/node-lost";
        cluster.startNode();
        try (Submitted run = submit("client", 4, "run", ClusterSweep.FILE, "--out", out)) {
            run.await(
                    () -> !cluster.containersOfNode("YarnCoarseGrainedExecutorBackend")
                            .isEmpty(),
                    "an executor on the node");
            run.awaitErr(" bundles on ");
            cluster.loseNode();
            assertThat(ends(run, 0)).contains("Lost executor", "40 of 40 points done, 0 failed");
        }
        sweep.assertIn("YARN client mode, NodeManager killed", out);
    }

    @Test
    void relativeDirectoriesAreTheCallers() throws Exception {
        try (Submitted run = Submitted.start(
                directory,
                cluster.environment(),
                "--master",
                "local[1]",
                "--driver-memory",
                "1g",
                "run",
                ClusterSweep.FILE,
                "--set",
                "grid.n=24",
                "--set",
                "training.steps=100",
                "--out",
                "results of mine")) {
            ends(run, 0);
        }
        assertThat(directory.resolve("results of mine/models")).isDirectory();
        assertThat(Files.exists(directory.resolve("results of mine/.lock"))).isFalse();
    }

    @Test
    void anApplicationThatIsKilledIsResumed() throws Exception {
        String out = cluster.files() + "/given-up";
        try (Submitted run = submit("client", "run", ClusterSweep.FILE, "--out", out)) {
            run.awaitErr(" bundles on ");
            cluster.kill(last());
            assertThat(ends(run, 4)).contains("the cluster has ended the application", "To resume");
        }
        try (Submitted run = submit("client", "run", ClusterSweep.FILE, "--out", out)) {
            ends(run, 0);
        }
        sweep.assertIn("YARN client mode, application killed", out);
    }
}
