package org.superpose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** One {@code ./submit.sh} on the embedded Spark, as a user would start it; its output stays under {@code target/it}. */
public final class Submitted implements AutoCloseable {
    private static final Path PROJECT = Path.of(System.getProperty("superpose.basedir"));
    private static final Path LOGS = PROJECT.resolve("target/it");
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Process process;
    private final Path out;
    private final Path err;

    private Submitted(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts it in {@code directory}. */
    public static Submitted start(Path directory, String... arguments) throws IOException {
        return start(directory, Map.of(), arguments);
    }

    /** Starts it in {@code directory} with more in its environment. */
    public static Submitted start(Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(defaultSignals());
        command.add(PROJECT.resolve("submit.sh").toString());
        command.addAll(List.of(arguments));
        return launch(directory, environment, command);
    }

    /** Starts any command in {@code directory}, with nothing in its environment that would choose another Spark. */
    public static Submitted launch(Path directory, Map<String, String> environment, List<String> command)
            throws IOException {
        Files.createDirectories(LOGS);
        String name = LOGS.resolve(String.format("%03d", COUNT.incrementAndGet())) + "-"
                + directory.getFileName().toString();
        Path out = Path.of(name + ".out");
        Path err = Path.of(name + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeAll(List.of("SPARK_HOME", "SPARK_CONF_DIR", "SPARK_LOCAL_IP", "SPARK_SCALA_VERSION", "MASTER"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Submitted(process, out, err);
    }

    /** A test that was itself started in the background ignores SIGINT, and so would its children. */
    private static List<String> defaultSignals() throws IOException {
        List<String> reset = List.of("env", "--default-signal=INT");
        try {
            List<String> probe = new ArrayList<>(reset);
            probe.add("true");
            return new ProcessBuilder(probe).start().waitFor() == 0 ? reset : List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The exit code, once it has ended. */
    public int exitCode() throws Exception {
        OptionalInt code = exitCode(LIMIT);
        assertThat(code)
                .as(() -> "ended in time: " + process.info().commandLine() + "\n" + err())
                .isPresent();
        return code.getAsInt();
    }

    /** The exit code, if it ends in that time. */
    public OptionalInt exitCode(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
                ? OptionalInt.of(process.exitValue())
                : OptionalInt.empty();
    }

    /** The name of the file of its output, by which it is found again. */
    public String name() {
        return err.getFileName().toString();
    }

    /** Waits until stderr contains a text. */
    public Submitted awaitErr(String text) throws Exception {
        return await(() -> err().contains(text), text);
    }

    /** Waits until something holds; fails if the process ends before. */
    public Submitted await(BooleanSupplier condition, String what) throws Exception {
        assertThat(await(condition))
                .as(() -> "ended with " + process.exitValue() + " before " + what + ":\n" + err())
                .isTrue();
        return this;
    }

    /** Waits until something holds; false if the process has ended before. */
    public boolean await(BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive()) {
                return condition.getAsBoolean();
            }
            assertThat(System.nanoTime()).as(() -> "in time\n" + err()).isLessThan(end);
            Thread.sleep(20);
        }
        return true;
    }

    /** Sends INT, TERM or KILL. */
    public void signal(String name) throws Exception {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(code).as("kill -%s of a live process", name).isZero();
    }

    /** The exit code after SIGKILL: 137, or its own if it had ended before. */
    public int kill() throws Exception {
        process.destroyForcibly();
        return exitCode();
    }

    /** The driver; on a local cluster its children are the executors. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends what is left of it. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
