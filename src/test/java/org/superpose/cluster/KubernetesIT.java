package org.superpose.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.Submitted;
import org.superpose.sweep.SweepTable;

/**
 * Sweeps on Kubernetes as far as one machine without containers can tell: an imitated API server takes what spark-submit and the driver ask for, and each pod is a
 * process that the entry point of the image starts on the files that the Dockerfile copies.
 */
@EnabledIfSystemProperty(named = "superpose.cluster", matches = "true", disabledReason = "mvn verify -Pcluster runs it")
@Slow
class KubernetesIT {
    private static final Path PROJECT = Path.of(System.getProperty("superpose.basedir", ""));
    private static final String CLAIM = "superpose-results";

    private static final Pattern PLAN = Pattern.compile("40 points in (\\d+) bundles on [12] slots");

    @TempDir
    static Path directory;

    private static KubernetesCluster cluster;
    private static ClusterSweep sweep;

    @BeforeAll
    static void start() throws Exception {
        sweep = ClusterSweep.trained(directory);
        cluster = new KubernetesCluster(PROJECT.resolve("target/it/kubernetes"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Runs a command from the project's folder, as the documentation has it, on small pods. */
    private static Submitted submit(List<String> options, String... command) throws IOException {
        List<String> words = new ArrayList<>(List.of("--master", "k8s://" + cluster.url()));
        words.addAll(List.of("--properties-file", "conf/kubernetes/superpose.conf"));
        words.addAll(List.of("--driver-memory", "512m", "--executor-memory", "512m", "--executor-cores", "1"));
        words.addAll(options);
        words.addAll(List.of(command));
        return Submitted.start(PROJECT, Map.of("SPARK_LOCAL_IP", "127.0.0.1"), words.toArray(String[]::new));
    }

    private static List<String> confs(String... settings) {
        List<String> words = new ArrayList<>();
        for (String setting : settings) {
            words.addAll(List.of("--conf", setting));
        }
        return words;
    }

    private static String file() {
        return directory.resolve(ClusterSweep.FILE).toString();
    }

    private static Path results(String name) {
        return cluster.node().claim(CLAIM).resolve(name);
    }

    /** The driver is beside its user, who is the account of the manifest. */
    private static List<String> here(String... settings) {
        List<String> words = confs(
                "spark.driver.host=127.0.0.1",
                "spark.driver.bindAddress=127.0.0.1",
                "spark.kubernetes.authenticate.oauthToken=superpose");
        words.addAll(confs(settings));
        return words;
    }

    private static List<String> onTheCluster(String... settings) throws IOException {
        List<String> words = new ArrayList<>(List.of("--deploy-mode", "cluster"));
        words.addAll(confs(
                "spark.kubernetes.driver.master=" + cluster.url(),
                "spark.driver.port=" + StandaloneCluster.freePort(),
                "spark.driver.blockManager.port=" + StandaloneCluster.freePort()));
        words.addAll(confs(settings));
        return words;
    }

    private static String ends(Submitted run, int code) throws Exception {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
        assertThat(run.err()).doesNotContainPattern("(?m)^\\s+at [\\w.$]+\\(");
        return run.err();
    }

    /** The pod of a driver that has ended, and what its container ended with. */
    private static Pod ended(int code) {
        return cluster.pods("driver").stream()
                .filter(pod -> pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(container -> container.getState().getTerminated() != null
                                && container.getState().getTerminated().getExitCode() == code))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSweepRunsFromHereWithAnExecutorKilled() throws Exception {
        Path out = results("client");
        try (Submitted run = submit(here(), "run", file(), "--out", out.toString())) {
            run.awaitErr(" bundles on ").await(() -> SweepTable.files(out) >= 1, "a file");
            cluster.node().kill(cluster.pods("executor").get(0));
            assertThat(ends(run, 0)).contains("Lost executor", "40 of 40 points done, 0 failed");
        }
        sweep.assertIn("Kubernetes client mode, executor killed", out.toString());
        assertThat(KubernetesCluster.allowed("superpose")).containsAll(cluster.asked("superpose"));
    }

    @Test
    void aDriverOnTheClusterIsDeletedAndTheSameLineGoesOnThoughAnExecutorIsKilled() throws Exception {
        Path out = results("sweep");
        List<String> command = List.of("run", file(), "--out", "/results/sweep");
        try (Submitted run = submit(onTheCluster(), command.toArray(String[]::new))) {
            run.await(() -> SweepTable.files(out) >= 1, "a file");
            Pod driver = cluster.pods("driver").get(0);
            checkPods(driver);
            cluster.delete(driver);
            ends(run, 0);
            assertThat(cluster.node().endOf(driver)).isEqualTo(4);
            assertThat(cluster.node().log(driver)).contains("every finished point is kept. To resume:");
        }
        try (Submitted run = submit(onTheCluster(), command.toArray(String[]::new))) {
            run.await(() -> !cluster.pods("executor").isEmpty(), "an executor");
            Pod executor = cluster.pods("executor").get(0);
            run.await(() -> cluster.node().runs(executor), "a process");
            cluster.node().kill(executor);
            ends(run, 0);
        }
        assertThat(cluster.node().log(ended(0))).contains("40 of 40 points done, 0 failed");
        sweep.assertIn("Kubernetes cluster mode, driver deleted, executor killed", out.toString());
        Pod status = cluster.apply("status.yaml");
        StandaloneCluster.await(() -> cluster.node().runs(status), "a process");
        assertThat(cluster.node().endOf(status)).isZero();
        assertThat(cluster.node().log(status)).containsPattern("(?m)^done +40$");

        assertThat(cluster.asked("superpose")).isEqualTo(KubernetesCluster.allowed("superpose"));
        assertThat(cluster.asked("nobody"))
                .containsExactlyInAnyOrderElementsOf(
                        without("delete pods", KubernetesCluster.allowed("superpose-submit")));
    }

    private static List<String> without(String one, Set<String> all) {
        assertThat(all).contains(one);
        return all.stream().filter(other -> !other.equals(one)).toList();
    }

    /** That driver and executors are who the manifest says and have the volume. */
    private static void checkPods(Pod driver) {
        List<Pod> pods = new ArrayList<>(cluster.pods("executor"));
        assertThat(pods).isNotEmpty();
        pods.add(driver);
        assertThat(pods).allSatisfy(pod -> {
            assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("superpose");
            assertThat(pod.getSpec().getSecurityContext().getFsGroup()).isEqualTo(185);
            assertThat(pod.getSpec().getVolumes())
                    .filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
                    .extracting(volume -> volume.getPersistentVolumeClaim().getClaimName())
                    .containsExactly(CLAIM);
            assertThat(pod.getSpec().getContainers().get(0).getVolumeMounts())
                    .anyMatch(mount -> mount.getMountPath().equals("/results"));
            assertThat(pod.getSpec().getContainers().get(0).getImage()).startsWith("superpose:");
        });
    }

    /** spark-submit's own code says nothing of the driver's. */
    @Test
    void aWrongSweepIsTheExitCodeOfTheDriversContainer() throws Exception {
        try (Submitted run = submit(onTheCluster(), "run", file(), "--set", "grid.n=0", "--out", "/results/wrong")) {
            ends(run, 0);
        }
        Pod driver = ended(2);
        assertThat(driver.getStatus().getPhase()).isEqualTo("Failed");
        assertThat(cluster.node().log(driver)).contains("grid.n");
    }

    @Test
    void executorsComeAndGoWithTheWork() throws Exception {
        Path out = results("dynamic");
        long before = cluster.requests("superpose", "POST", "/pods");
        List<String> options = here(
                "spark.dynamicAllocation.enabled=true",
                "spark.dynamicAllocation.shuffleTracking.enabled=true",
                "spark.dynamicAllocation.minExecutors=0",
                "spark.dynamicAllocation.maxExecutors=2",
                "spark.dynamicAllocation.executorIdleTimeout=2s");
        try (Submitted run = submit(options, "run", file(), "--out", out.toString())) {
            Matcher plan = PLAN.matcher(ends(run, 0));
            assertThat(plan.find()).isTrue();
            assertThat(Integer.parseInt(plan.group(1))).as("bundles").isGreaterThan(2);
        }
        sweep.assertIn("Kubernetes, dynamic allocation", out.toString());
        // Both are idle while the driver makes its plan.
        assertThat(cluster.requests("superpose", "POST", "/pods") - before)
                .as("executors")
                .isGreaterThan(2);
    }
}
