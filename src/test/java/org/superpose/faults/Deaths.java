package org.superpose.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.superpose.Submitted;

/** Processes on this machine that end, or are told to, at any moment. */
final class Deaths {
    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");
    /** What a shell reports of a command that one of these ended before Java could heed it. */
    private static final Integer[] CODES_OF_SIGNALS = {Trial.STOPPED, 128 + 1, 128 + 2, 128 + 15, Trial.DONE};

    private Deaths() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("`run`: the driver is killed", Deaths::driver),
                Fault.of("`run`: it is told to stop (SIGINT, SIGTERM, SIGHUP)", Deaths::told),
                Fault.of("`run`: an executor is killed", Deaths::executor),
                Fault.of("`compact`: the driver is killed", Deaths::compaction),
                Fault.of("`report`: the driver is killed", Deaths::report),
                Fault.of("two drivers start on one directory", Deaths::two));
    }

    private static void driver(Trial trial) throws Exception {
        try (Submitted run = trial.run("local[2,4]")) {
            trial.moment(run);
            run.kill();
            trial.ends(run, Trial.KILLED, Trial.DONE);
        }
        trial.recovers();
    }

    private static void told(Trial trial) throws Exception {
        try (Submitted run = trial.run("local[2,4]")) {
            trial.moment(run);
            if (run.handle().isAlive()) {
                run.signal(SIGNALS.get(trial.random().nextInt(SIGNALS.size())));
            }
            trial.ends(run, CODES_OF_SIGNALS);
        }
        trial.recovers();
    }

    private static void executor(Trial trial) throws Exception {
        try (Submitted run = trial.run("local-cluster[2,1,1024]")) {
            trial.training(run);
            pick(trial.random(), run.handle().children().toList());
            trial.ends(run, Trial.DONE);
        }
        trial.recovers();
    }

    /** Kills one of some processes. */
    static void pick(Random random, List<ProcessHandle> processes) {
        if (!processes.isEmpty()) {
            processes.get(random.nextInt(processes.size())).destroyForcibly();
        }
    }

    private static void compaction(Trial trial) throws Exception {
        trial.begunWithResults();
        try (Submitted compact = trial.command("compact")) {
            trial.within(trial.unbroken().compacting());
            compact.kill();
            trial.ends(compact, Trial.KILLED, Trial.DONE);
        }
        // What readers see between the two compactions is tested by CompactionTest.
        try (Submitted compact = trial.command("compact")) {
            trial.ends(compact, Trial.DONE);
        }
        trial.recovers();
    }

    private static void report(Trial trial) throws Exception {
        trial.begunWithResults();
        Path page = trial.results().resolve(Unbroken.REPORT);
        boolean before = trial.random().nextBoolean();
        if (!before) {
            Files.delete(page);
        }
        try (Submitted report = trial.command("report")) {
            trial.within(trial.unbroken().reporting());
            report.kill();
            trial.ends(report, Trial.KILLED, Trial.DONE);
        }
        if (Files.exists(page) ? !whole(page) : before) {
            trial.tally().wrong("the report is cut short or gone");
        }
        try (Submitted report = trial.command("report")) {
            trial.ends(report, Trial.DONE);
        }
        if (!whole(page)) {
            trial.tally().wrong("the second report is cut short");
        }
        trial.compare();
    }

    private static boolean whole(Path page) throws IOException {
        return Files.readString(page, StandardCharsets.UTF_8).stripTrailing().endsWith("</html>");
    }

    private static void two(Trial trial) throws Exception {
        try (Submitted one = trial.run("local[1,4]");
                Submitted other = later(trial)) {
            int first = trial.ends(one, Trial.DONE, Trial.REFUSED);
            int second = trial.ends(other, Trial.DONE, Trial.REFUSED);
            if (first == Trial.REFUSED && second == Trial.REFUSED) {
                trial.tally().code(Trial.REFUSED, "of both");
            }
        }
        trial.compare();
    }

    private static Submitted later(Trial trial) throws Exception {
        trial.within(trial.unbroken().start().dividedBy(2));
        return trial.run("local[1,4]");
    }
}
