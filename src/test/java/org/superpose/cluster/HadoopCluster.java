package org.superpose.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.launcher.JavaModuleOptions;

/** HDFS and YARN with one node each, in a process of their own: {@code src/test/cluster/MiniHadoop.java}. */
final class HadoopCluster implements AutoCloseable {
    private static final Path SPARK = Path.of(System.getProperty("superpose.spark"));
    private static final Path SOURCE =
            Path.of(System.getProperty("superpose.basedir"), "src/test/cluster/MiniHadoop.java");

    private final Path directory;
    private final Process process;
    private final PrintStream questions;
    private final BufferedReader answers;
    private final String files;

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
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
        command.addAll(
                List.of("-cp", System.getProperty("superpose.minicluster") + "/*:" + SPARK.resolve("jars") + "/*"));
        command.addAll(List.of(SOURCE.toString(), directory.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("hadoop.log").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        process = builder.start();
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
        files = lineAfter("ready ");
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
        return process.descendants()
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
        List<ProcessHandle> containers = process.descendants().toList();
        process.destroyForcibly().waitFor();
        containers.forEach(ProcessHandle::destroyForcibly);
    }
}
