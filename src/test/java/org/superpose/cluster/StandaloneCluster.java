package org.superpose.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/** Spark's own Master and Workers, each a process as on a cluster, on the embedded Spark's jars. */
public final class StandaloneCluster implements AutoCloseable {
    private static final Path SPARK = Path.of(System.getProperty("superpose.spark"));
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Path directory;
    private final Path properties;
    private final int port;
    private final List<Process> workers = new ArrayList<>();
    private Process master;
    private int started;

    /**
     * Starts a master without workers.
     *
     * @param directory for logs and work
     * @param settings of master and workers, such as {@code spark.authenticate}
     */
    public StandaloneCluster(Path directory, Map<String, String> settings) throws Exception {
        this.directory = Files.createDirectories(directory);
        List<String> lines = settings.entrySet().stream()
                .map(setting -> setting.getKey() + " " + setting.getValue())
                .toList();
        this.properties = Files.write(directory.resolve("cluster.conf"), lines);
        this.port = freePort();
        startMaster();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What a driver names as its master. */
    public String url() {
        return "spark://127.0.0.1:" + port;
    }

    /** Starts a master where the one before was, which knows nothing of it. */
    public void startMaster() throws Exception {
        Path log = log("master");
        master = start(
                log,
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--webui-port",
                "0",
                "--properties-file",
                properties.toString());
        await(() -> contains(log, "I have been elected leader"), "a master");
    }

    /** Starts a worker and waits until the master knows it. */
    public Process startWorker(int cores) throws Exception {
        Path log = log("worker");
        Process worker = start(
                log,
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--cores",
                Integer.toString(cores),
                "--memory",
                "1g",
                "--work-dir",
                directory.resolve("work-" + started).toString(),
                "--properties-file",
                properties.toString(),
                url());
        workers.add(worker);
        await(() -> contains(log, "Successfully registered with master"), "a worker");
        return worker;
    }

    public Process master() {
        return master;
    }

    /** The executors that a worker has started. */
    public static List<ProcessHandle> executors(Process worker) {
        return worker.descendants().filter(ProcessHandle::isAlive).toList();
    }

    private Path log(String name) {
        started++;
        return directory.resolve(name + "-" + started + ".log");
    }

    private static Process start(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of("-cp", SPARK.resolve("jars") + "/*"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
        builder.environment()
                .putAll(Map.of(
                        "SPARK_HOME", SPARK.toString(),
                        "SPARK_SCALA_VERSION", "2.13",
                        "SPARK_LOCAL_IP", "127.0.0.1"));
        return builder.start();
    }

    static void await(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waiting for " + what).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static boolean contains(Path log, String text) {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.anyMatch(line -> line.contains(text));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        List<Process> all = new ArrayList<>(workers);
        all.add(master);
        for (Process process : all) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.waitFor();
        }
    }
}
