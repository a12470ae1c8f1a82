package org.superpose.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Pattern;
import org.apache.commons.io.FileUtils;
import org.superpose.Submitted;
import org.superpose.sweep.SweepTable;

/** One injection: a directory of its own, moments that are drawn, and what is found in the end. */
final class Trial implements AutoCloseable {
    /** What {@code run} says when the training begins. */
    static final String TRAINING = " bundles on ";

    static final int KILLED = 137;
    static final int DONE = 0;
    static final int REFUSED = 2;
    static final int SOME_FAILED = 3;
    static final int STOPPED = 4;

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Pattern TRACE = Pattern.compile("(?m)^\\s+at [\\w.$]+\\(");
    /** More starts than any promise needs: a point may take the fourth. */
    private static final int STARTS = 5;

    private final Unbroken unbroken;
    private final Path directory;
    private final Random random;
    private final Tally tally;

    Trial(Unbroken unbroken, Path directory, Random random, Tally tally) throws IOException {
        this.unbroken = unbroken;
        this.directory = Files.createDirectories(directory);
        this.random = random;
        this.tally = tally;
        Files.writeString(directory.resolve(Unbroken.FILE), Unbroken.SWEEP);
        tally.injected();
    }

    Random random() {
        return random;
    }

    Tally tally() {
        return tally;
    }

    Path directory() {
        return directory;
    }

    /** Where the results are. */
    Path results() {
        return directory.resolve("out");
    }

    /** Begins with the results of an unbroken run. */
    void begunWithResults() throws IOException {
        FileUtils.copyDirectory(unbroken.results().toFile(), results().toFile());
    }

    Unbroken unbroken() {
        return unbroken;
    }

    /** {@code run} of the sweep; of an option that is given twice spark-submit takes the last, so these win. */
    Submitted run(String master, String... options) throws IOException {
        return Unbroken.start(directory, master, List.of(options), "run", Unbroken.FILE);
    }

    /** {@code run --retry failed} on two slots. */
    Submitted retry(String... options) throws IOException {
        return Unbroken.start(directory, "local[2,4]", List.of(options), "run", Unbroken.FILE, "--retry", "failed");
    }

    /** Another command on the results. */
    Submitted command(String command, String... arguments) throws IOException {
        return Unbroken.start(directory, "local[2]", List.of(), command, arguments);
    }

    /** Waits for a moment of a run: one in four before the training begins, the others while it goes on. */
    void moment(Submitted run) throws Exception {
        if (random.nextInt(4) == 0) {
            within(unbroken.start());
        } else {
            training(run);
        }
    }

    /** Waits for a moment of the training. */
    void training(Submitted run) throws Exception {
        run.await(() -> run.err().contains(TRAINING));
        within(unbroken.training());
    }

    /** Waits for a part of a time, which is drawn evenly. */
    void within(Duration time) throws InterruptedException {
        Thread.sleep(random.nextLong(time.toMillis() + 1));
    }

    /** Waits for the end of a command and counts what must not be: no end, a stack trace, an exit code that is not among those expected. */
    int ends(Submitted command, Integer... expected) throws Exception {
        OptionalInt code = command.exitCode(LIMIT);
        String what = command.name();
        if (code.isEmpty()) {
            tally.hung(what);
            command.close();
            return KILLED;
        }
        if (TRACE.matcher(command.err()).find()) {
            tally.trace(what);
        }
        if (!Arrays.asList(expected).contains(code.getAsInt())) {
            tally.code(code.getAsInt(), what);
        }
        return code.getAsInt();
    }

    /** Runs the sweep until it is done, then compares every bit of it with the unbroken one. */
    void recovers(String... options) throws Exception {
        for (int start = 1; start <= STARTS; start++) {
            try (Submitted run = run("local[2,4]", options)) {
                if (ends(run, DONE) == DONE) {
                    break;
                }
            }
        }
        compare();
    }

    /** Compares what is there with the results of the unbroken run. */
    void compare() {
        // A point that ran out of memory has such a row beside that of the start that trained it.
        SweepTable table = new SweepTable(SweepTable.of(results()).rows().stream()
                .filter(row -> !row.getAs("status").equals("failed"))
                .toList());
        Map<String, String> bits = table.bits();
        int lost = 0;
        int wrong = 0;
        for (Map.Entry<String, String> model : unbroken.bits().entrySet()) {
            String found = bits.get(model.getKey());
            if (found == null) {
                lost++;
            } else if (!found.equals(model.getValue())) {
                wrong++;
            }
        }
        tally.points(Unbroken.POINTS, lost, table.copies(), wrong);
    }

    @Override
    public void close() throws IOException {
        FileUtils.deleteDirectory(directory.toFile());
    }
}
