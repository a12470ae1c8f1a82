package org.superpose.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * HDFS and YARN with one node each, in a process of their own: {@code src/test/cluster/MiniHadoop.java}. A further NodeManager may be started in another one. YARN
 * takes a node for lost of which it has not heard for ten seconds.
 */
final class HadoopCluster implements AutoCloseable {
    private static final Path SPARK = Path.of(System.getProperty("superpose.spark"));
    private static final Path SOURCE =
            Path.of(System.getProperty("superpose.basedir"), "src/test/cluster/MiniHadoop.java");

    private final Path directory;
    private final Process process;
    private final PrintStream questions;
    private final BufferedReader answers;
    private final String files;
    private final List<ProcessHandle> orphans = new ArrayList<>();
    private Process node;

    /**
     * What YARN tells of an application.
     *
     * @param state such as FINISHED
     * @param ending such as SUCCEEDED
     * @param attempts how many application masters it has had
     */
    record Application(String id, String state, String ending, int attempts) {
        private static Application of(String line) {
            String[] words = line.trim().split(" ");
            return new Application(words[0], words[1], words[2], Integer.parseInt(words[3]));
        }
    }

    HadoopCluster(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        process =
                java("", "hadoop.log", SOURCE.toString(), directory.toString()).start();
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        files = lineAfter("ready ");
    }

    /** Java with Hadoop's classes, and further ones before them. */
    private ProcessBuilder java(String classPath, String log, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(List.of(
                "-cp", classPath + System.getProperty("superpose.minicluster") + "/*:" + SPARK.resolve("jars") + "/*"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve(log).toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    /** Starts a NodeManager in a process of its own, and waits until it is one of the nodes. */
    void startNode() throws IOException, InterruptedException {
        Path home = Files.createDirectories(directory.resolve("node"));
        Configuration site = new Configuration(false);
        site.addResource(new org.apache.hadoop.fs.Path(
                directory.resolve("conf/yarn-site.xml").toUri()));
        site.set("yarn.nodemanager.local-dirs", home.resolve("local").toString());
        site.set("yarn.nodemanager.log-dirs", home.resolve("log").toString());
        for (String service : List.of("", "localizer.", "collector-service.", "webapp.")) {
            site.set("yarn.nodemanager." + service + "address", "localhost:0");
        }
        try (OutputStream out = Files.newOutputStream(home.resolve("yarn-site.xml"))) {
            site.writeXml(out);
        }
        String main = "org.apache.hadoop.yarn.server.nodemanager.NodeManager";
        node = java(home + ":", "node.log", main)
                .redirectOutput(directory.resolve("node.out").toFile())
                .start();
        while (!ask("nodes").equals("2")) {
            assertThat(node.isAlive())
                    .as("see " + directory.resolve("node.log"))
                    .isTrue();
            Thread.sleep(200);
        }
    }

    /** Kills the NodeManager that was started with SIGKILL. Its containers live on, but stand still, as those of a machine do that no longer answers. */
    void loseNode() throws IOException, InterruptedException {
        for (ProcessHandle container : node.descendants().toList()) {
            orphans.add(container);
            new ProcessBuilder("kill", "-STOP", container.pid() + "").start().waitFor();
        }
        node.destroyForcibly().waitFor();
    }

    /** The URL of its file system, without a slash at its end. */
    String files() {
        return files;
    }

    /** The environment that names this site. */
    Map<String, String> environment() {
        return Map.of("HADOOP_CONF_DIR", directory.resolve("conf").toString());
    }

    List<Application> applications() throws IOException {
        return Arrays.stream(ask("applications").split(";"))
                .filter(line -> !line.isBlank())
                .map(Application::of)
                .toList();
    }

    void kill(Application application) throws IOException {
        assertThat(ask("kill " + application.id())).isEqualTo("killed");
    }

    /** The processes of executors and application masters. */
    List<ProcessHandle> containers(String mainClass) {
        return containers(process, mainClass);
    }

    /** Those on the node that was started. */
    List<ProcessHandle> containersOfNode(String mainClass) {
        return containers(node, mainClass);
    }

    private static List<ProcessHandle> containers(Process node, String mainClass) {
        return node.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .filter(child -> child.info().commandLine().orElse("").contains(mainClass))
                .toList();
    }

    private String ask(String question) throws IOException {
        questions.println(question);
        return lineAfter("answer ");
    }

    private String lineAfter(String prefix) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(prefix)) {
                return line.substring(prefix.length());
            }
        }
        throw new IOException("the cluster ended; see " + directory.resolve("hadoop.log"));
    }

    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> containers = new ArrayList<>(process.descendants().toList());
        containers.addAll(orphans);
        if (node != null) {
            containers.addAll(node.descendants().toList());
            node.destroyForcibly().waitFor();
        }
        process.destroyForcibly().waitFor();
        containers.forEach(ProcessHandle::destroyForcibly);
    }
}
