package org.superpose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.results.Build;

/** {@code submit.sh} with a spark-submit that only shows its arguments, and once with the embedded Spark. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "submit.sh is a script for bash")
@Slow
class SubmitScriptIT {
    private static final Path PROJECT = Path.of(System.getProperty("superpose.basedir"));
    private static final Path JAR = Path.of(System.getProperty("superpose.jar"));
    private static final String SPARK = Build.current().spark();

    @TempDir
    private Path directory;

    private Path sparkHome;
    private Path caller;

    @BeforeEach
    void layOut() throws IOException {
        caller = Files.createDirectories(directory.resolve("where the caller is"));
        sparkHome = fakeSpark("a spark", SPARK);
    }

    /** JUnit would warn of each link that leads out of its temporary directory. */
    @AfterEach
    void removeLinks() throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path link : paths.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void passesOptionsToSparkAndTheRestToTheProgram() throws Exception {
        Run run = submit("--name", "run", "--conf", "spark.app=a b", "run", "my sweep.yaml", "--out", "--name");

        assertThat(run.status).isZero();
        assertThat(run.sparkArguments())
                .containsSubsequence(
                        "--name",
                        "run",
                        "--conf",
                        "spark.app=a b",
                        JAR.toRealPath().toString(),
                        "run",
                        "my sweep.yaml",
                        "--out",
                        "--name")
                .endsWith("run", "my sweep.yaml", "--out", "--name");
        assertThat(run.programArguments()).containsExactly("run", "my sweep.yaml", "--out", "--name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--verbose plan x",
                "--supervise plan x",
                "-v plan x",
                "--master=local[2] plan x",
                "--queue run plan x",
                "-c a=b plan x",
                "--conf=a=b plan x",
                "--load-spark-defaults plan x",
                "--packages run --jars sql --files plan plan x"
            })
    void findsTheCommandAfterTheOptions(String line) throws Exception {
        assertThat(submit(line.split(" ")).programArguments()).containsExactly("plan", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "-h", "-V"})
    void answersHelpAndVersionItself(String option) throws Exception {
        assertThat(submit(option).programArguments()).containsExactly(option);
        assertThat(submit("run", option).programArguments()).containsExactly("run", option);
    }

    @Test
    void keepsEmptyAndStrangeArguments() throws Exception {
        List<String> strange =
                List.of("sql", "", " ", "*", "select \"a\" from 'b' where $HOME > `c`", "\\", "--", "line\nbreak");

        assertThat(submit(strange.toArray(String[]::new)).programArguments()).isEqualTo(strange);
    }

    @Test
    void refusesAnOptionThatIsNotOneOfSpark() throws Exception {
        Run run = submit("--out", "here", "run", "sweep.yaml");

        assertThat(run.status).isEqualTo(2);
        assertThat(run.err).contains("--out", "after it");
    }

    @Test
    void refusesAnOptionWithoutItsValue() throws Exception {
        Run run = submit("--master");

        assertThat(run.status).isEqualTo(2);
        assertThat(run.err).contains("--master", "value");
    }

    @Test
    void runsOnEveryCoreWithRetriesUnlessAMasterIsGiven() throws Exception {
        assertThat(submit("plan").sparkArguments()).containsSequence("--master", "local[*,4]");
        assertThat(submit("--master", "yarn", "plan").sparkArguments()).doesNotContain("local[*,4]", "--driver-memory");
        assertThat(submit("--conf", "spark.master=local[1]", "plan").sparkArguments())
                .doesNotContain("local[*,4]");
        Path properties = Files.writeString(directory.resolve("of mine.conf"), "spark.master = local[3]\n");
        assertThat(submit("--properties-file", properties.toString(), "plan").sparkArguments())
                .doesNotContain("local[*,4]");
    }

    @Test
    void givesWayToTheUserAndTheSite() throws Exception {
        Files.createDirectories(sparkHome.resolve("conf"));
        Files.writeString(sparkHome.resolve("conf/spark-defaults.conf"), "# ours\nspark.ui.enabled\ttrue");

        List<String> arguments = submit("--conf", "spark.sql.session.timeZone=CET", "--driver-memory", "1g", "plan")
                .sparkArguments();

        assertThat(arguments)
                .contains("spark.speculation=false", "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version=2")
                .contains("spark.sql.session.timeZone=CET")
                .doesNotContain("spark.sql.session.timeZone=UTC", "spark.ui.enabled=false")
                .containsOnlyOnce("--driver-memory");
    }

    @Test
    void runsWhereTheCallerIsAndWithOneBlasThread() throws Exception {
        Run run = submit("plan");

        assertThat(run.shown("directory")).isEqualTo(caller.toRealPath().toString());
        assertThat(run.shown("threads")).isEqualTo("1 1");
        assertThat(run.shown("address")).isEqualTo("127.0.0.1");
    }

    @Test
    void isFoundThroughSymbolicLinks() throws Exception {
        Files.createSymbolicLink(directory.resolve("a link"), PROJECT.resolve("submit.sh"));
        Path toLink = Files.createSymbolicLink(caller.resolve("superpose"), Path.of("../a link"));

        assertThat(execute(environment(), toLink.toString(), "plan").programArguments())
                .containsExactly("plan");
    }

    @Test
    void passesOnTheExitCode() throws Exception {
        Map<String, String> environment = environment();
        environment.put("FAKE_STATUS", "3");

        assertThat(execute(environment, script(), "run").status).isEqualTo(3);
    }

    @Test
    void takesTheSparkOfThePath() throws Exception {
        Map<String, String> environment = environment();
        environment.put("PATH", environment.remove("SPARK_HOME") + "/bin:" + environment.get("PATH"));

        assertThat(execute(environment, script(), "plan").programArguments()).containsExactly("plan");
    }

    @Test
    void refusesAnotherVersionOfSpark() throws Exception {
        sparkHome = fakeSpark("an older spark", "3.5.1");

        Run run = submit("plan");

        assertThat(run.status).isEqualTo(2);
        assertThat(run.err).contains("3.5.1", SPARK, "SPARK_HOME");
        assertThat(run.out).isEmpty();
    }

    @Test
    void readsTheVersionFromTheJarsWhenThereIsNoReleaseFile() throws Exception {
        Files.delete(sparkHome.resolve("RELEASE"));
        Path jars = Files.createDirectories(sparkHome.resolve("jars"));
        Path core = Files.createFile(jars.resolve("spark-core_2.13-" + SPARK + ".jar"));
        assertThat(submit("plan").status).isZero();

        Files.move(core, jars.resolve("spark-core_2.12-3.4.0.jar"));
        assertThat(submit("plan").err).contains("3.4.0", SPARK);
    }

    @Test
    void refusesASparkHomeWithoutSpark() throws Exception {
        sparkHome = directory.resolve("nothing");

        Run run = submit("plan");

        assertThat(run.status).isEqualTo(2);
        assertThat(run.err).contains("SPARK_HOME", "nothing");
    }

    @Test
    void refusesAnOldJavaAndNone() throws Exception {
        Map<String, String> environment = environment();
        Path javaHome =
                Files.createDirectories(directory.resolve("old java/bin")).getParent();
        executable(javaHome.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
        environment.put("JAVA_HOME", javaHome.toString());
        Run old = execute(environment, script(), "plan");
        assertThat(old.status).isEqualTo(2);
        assertThat(old.err).contains("Java 11", "17");

        environment.put("JAVA_HOME", directory.resolve("no java").toString());
        Run none = execute(environment, script(), "plan");
        assertThat(none.status).isEqualTo(2);
        assertThat(none.err).contains("JAVA_HOME", "no java");
    }

    @Test
    void saysThatJavaDoesNotStart() throws Exception {
        Map<String, String> environment = environment();
        environment.put("JAVA_TOOL_OPTIONS", "-Xnonsense");
        Run run = execute(environment, script(), "plan");

        assertThat(run.status).isEqualTo(2);
        assertThat(run.err)
                .contains("does not start", "Unrecognized option: -Xnonsense", "JAVA_TOOL_OPTIONS is -Xnonsense");
    }

    @Test
    void asksForTheConfigurationOfYarn() throws Exception {
        Map<String, String> environment = environment();
        environment.remove("HADOOP_CONF_DIR");
        assertAsksForYarn(execute(environment, script(), "--master", "yarn", "plan"));

        Files.createDirectories(sparkHome.resolve("conf"));
        Path defaults = Files.writeString(sparkHome.resolve("conf/spark-defaults.conf"), "spark.master  yarn\n");
        assertAsksForYarn(execute(environment, script(), "plan"));
        environment.put("YARN_CONF_DIR", defaults.getParent().toString());
        assertThat(execute(environment, script(), "plan").programArguments()).containsExactly("plan");
    }

    private static void assertAsksForYarn(Run run) {
        assertThat(run.status).isEqualTo(2);
        assertThat(run.err.lines()).hasSize(2);
        assertThat(run.err).contains("master is yarn", "HADOOP_CONF_DIR", "YARN_CONF_DIR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yarn", "k8s://https://host:6443"})
    void refusesAClusterThatTheSparkWasBuiltWithout(String master) throws Exception {
        Path jars = Files.createDirectories(sparkHome.resolve("jars"));
        Files.createFile(jars.resolve("spark-core_2.13-" + SPARK + ".jar"));

        Run run = submit("--master", master, "plan");

        assertThat(run.status).isEqualTo(2);
        assertThat(run.err)
                .contains("was built without " + (master.equals("yarn") ? "yarn" : "kubernetes"), "SPARK_HOME");
    }

    @Test
    void theEmbeddedSparkHasItsClusters() {
        Path jars = Path.of(System.getProperty("superpose.spark"), "jars");
        assertThat(jars.resolve("spark-yarn_2.13-" + SPARK + ".jar")).exists();
        assertThat(jars.resolve("spark-kubernetes_2.13-" + SPARK + ".jar")).exists();
    }

    @Test
    void sendsTheSweepFileToADriverOnTheCluster() throws Exception {
        Files.writeString(caller.resolve("my sweep.yaml"), "name: x\n");
        String sent = caller.toRealPath().resolve("my sweep.yaml").toString();

        assertThat(inCluster("run", "my sweep.yaml", "--set", "seeds=2", "--out", "hdfs:///x")
                        .sparkArguments())
                .containsSequence("--files", sent)
                .endsWith("run", "my sweep.yaml", "--set", "seeds=2", "--out", "hdfs:///x");
        assertThat(submit(
                                "--master=yarn",
                                "--deploy-mode=cluster",
                                "--files",
                                "a,b",
                                "run",
                                "--out=/x",
                                "my sweep.yaml")
                        .sparkArguments())
                .containsSubsequence("--files", "a,b", "--files", "a,b," + sent);
        assertThat(inCluster("run", "hdfs:///s.yaml", "--out", "/x").sparkArguments())
                .doesNotContain("--files");
        assertThat(inCluster("compact", "--out", "/x").sparkArguments()).doesNotContain("--files");
        assertThat(submit("--master", "yarn", "run", "my sweep.yaml").sparkArguments())
                .doesNotContain("--files");
    }

    /** Spark gives the files of SPARK_CONF_DIR to the pods; the image has the jar. */
    @Test
    void sendsTheSweepFileToKubernetesWithSparksConfiguration() throws Exception {
        Files.writeString(caller.resolve("small.yaml"), "name: x\n");
        Files.createDirectories(sparkHome.resolve("conf/folder"));
        Files.writeString(sparkHome.resolve("conf/hive-site.xml"), "<configuration/>");
        Map<String, String> environment = environment();
        environment.put("FAKE_STATUS", "3");
        List<String> command =
                new ArrayList<>(List.of(script(), "--master", "k8s://https://h", "--deploy-mode", "cluster"));
        List<String> words = List.of("run", "small.yaml", "--out", "/results/x");

        Run run = execute(
                environment, Stream.concat(command.stream(), words.stream()).toArray(String[]::new));

        assertThat(run.status).isEqualTo(3);
        assertThat(run.sparkArguments())
                .containsSequence("local:///opt/superpose/superpose.jar", "run", "small.yaml", "--out", "/results/x")
                .doesNotContain("--files");
        assertThat(run.shown("configured")).isEqualTo("hive-site.xml small.yaml");
        assertThat(Path.of(run.shown("configuration"))).doesNotExist();

        command.addAll(List.of("--conf", "spark.kubernetes.file.upload.path=hdfs:///tmp"));
        Run uploaded = execute(
                environment, Stream.concat(command.stream(), words.stream()).toArray(String[]::new));
        assertThat(uploaded.programArguments()).isEqualTo(words);
        assertThat(uploaded.sparkArguments()).contains("--files");
        assertThat(uploaded.shown("configuration")).isEmpty();

        Files.writeString(caller.resolve("a b.yaml"), "name: x\n");
        Run odd = submit("--master=k8s://https://h", "--deploy-mode=cluster", "run", "a b.yaml", "--out", "/x");
        assertThat(odd.status).isEqualTo(2);
        assertThat(odd.err).contains("ConfigMap, which the name 'a b.yaml' does not fit");
    }

    @Test
    void refusesWhatADriverOnTheClusterCannotDo() throws Exception {
        Files.writeString(caller.resolve("s#1.yaml"), "name: x\n");
        assertRefused("Leave --deploy-mode cluster out for 'theory'", "theory", "--n", "4");
        assertRefused("'sql'", "sql", "--out", "/x");
        assertRefused("--out '' must be absolute", "run", "sweep.yaml");
        assertRefused("--out 'results/x' must be absolute", "run", "sweep.yaml", "--out", "results/x");
        assertRefused("none.yaml: no such file", "run", "none.yaml", "--out", "/x");
        assertRefused("'s#1.yaml' does not fit", "run", "s#1.yaml", "--out", "/x");
    }

    private void assertRefused(String reason, String... command) throws Exception {
        Run run = inCluster(command);
        assertThat(run.status).as(reason).isEqualTo(2);
        assertThat(run.err).contains(reason);
        assertThat(run.out).isEmpty();
    }

    private Run inCluster(String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of("--master", "yarn", "--deploy-mode", "cluster"));
        words.addAll(List.of(command));
        return submit(words.toArray(String[]::new));
    }

    @Test
    void startsTheEmbeddedSparkFromADirectoryWithSpaces() throws Exception {
        Path project = Files.createDirectories(directory.resolve("my own project"));
        for (String name : List.of("submit.sh", "conf", "pom.xml")) {
            copy(PROJECT.resolve(name), project.resolve(name));
        }
        Files.createDirectories(project.resolve("src/main"));
        Path target = Files.createDirectories(project.resolve("target"));
        Files.createSymbolicLink(target.resolve("spark"), Path.of(System.getProperty("superpose.spark")));
        Files.copy(JAR, target.resolve(JAR.getFileName()));
        Path link = Files.createSymbolicLink(caller.resolve("superpose"), project.resolve("submit.sh"));
        Map<String, String> environment = environment();
        environment.remove("SPARK_HOME");
        environment.remove("SPARK_SCALA_VERSION");

        Run run = execute(environment, link.toString(), "--conf", "spark.app.note=a b", "--version");

        assertThat(run.err).doesNotContain("building");
        assertThat(run.status).as(run.err).isZero();
        assertThat(run.out).contains("superpose " + Build.current().version(), "Spark " + SPARK);

        // Whoever started a master by hand has set it.
        environment.put("SPARK_HOME", target.resolve("spark").toString());
        Run again = execute(environment, link.toString(), "--version");
        assertThat(again.status).as(again.err).isZero();
        assertThat(again.out).isEqualTo(run.out);
    }

    private Run submit(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = script();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return execute(environment(), command);
    }

    private static String script() {
        return PROJECT.resolve("submit.sh").toString();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        List.of("SPARK_HOME", "SPARK_CONF_DIR", "SPARK_LOCAL_IP", "MASTER", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
                .forEach(environment::remove);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("SPARK_HOME", sparkHome.toString());
        environment.put("HADOOP_CONF_DIR", caller.toString());
        return environment;
    }

    private Run execute(Map<String, String> environment, String... command) throws Exception {
        Path out = directory.resolve("stdout");
        Path err = directory.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(caller.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended").isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** A Spark whose spark-submit shows where and with what it was called, each word ended by a NUL. */
    private Path fakeSpark(String name, String version) throws IOException {
        Path home = Files.createDirectories(directory.resolve(name));
        Files.writeString(home.resolve("RELEASE"), "Spark " + version + " built for Hadoop 3.5.0\n");
        Files.createDirectories(home.resolve("bin"));
        executable(home.resolve("bin/spark-submit"), """
                #!/bin/sh
                printf '%s\\0' "directory=$(pwd -P)" "threads=$OMP_NUM_THREADS $OPENBLAS_NUM_THREADS" \
                  "address=$SPARK_LOCAL_IP" "configuration=$SPARK_CONF_DIR" \
                  "configured=$(cd "${SPARK_CONF_DIR:-/}" && echo *)" arguments "$@"
                exit "${FAKE_STATUS:-0}"
                """);
        return home;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private record Run(int status, String out, String err) {
        private List<String> words() {
            assertThat(out).as(err).isNotEmpty();
            return new ArrayList<>(
                    Arrays.asList(out.substring(0, out.length() - 1).split("\0", -1)));
        }

        List<String> sparkArguments() {
            List<String> words = words();
            return words.subList(words.indexOf("arguments") + 1, words.size());
        }

        List<String> programArguments() {
            List<String> arguments = sparkArguments();
            int jar = -1;
            for (int i = 0; i < arguments.size() && jar < 0; i++) {
                jar = arguments.get(i).endsWith(JAR.getFileName().toString()) ? i : -1;
            }
            assertThat(jar).as("the jar in %s", arguments).isNotNegative();
            return arguments.subList(jar + 1, arguments.size());
        }

        String shown(String name) {
            return words().stream()
                    .filter(word -> word.startsWith(name + "="))
                    .findFirst()
                    .orElseThrow()
                    .substring(name.length() + 1);
        }
    }
}
