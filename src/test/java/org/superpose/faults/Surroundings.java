package org.superpose.faults;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.superpose.Submitted;
import org.superpose.results.WallClock;

/** Clocks, memory and networks that are not as they should be. */
final class Surroundings {
    private static final int DAYS = 10;
    /** A point of this size needs more than the least heap that Spark starts with, if not for its training then for writing its row. */
    private static final String LARGE = """
            name: faulty
            blocks:
              - {n: 48, m: [8, 16], density: [0.05, 0.1, 0.2, 0.4]}
              - {n: 6144, m: 1024, density: 0.0002, training.steps: 4}
            seeds: 3
            training: {recipe: fast, batch: 256, steps: 2500}
            measure: {features: true, curve: 16, weights: true}
            """;

    /** What Java ends with where it can get no memory from the system, and after a signal of its own. */
    private static final int JVM_ENDED = 1;

    private static final int ABORTED = 134;
    /** What Spark ends its process with where memory runs out while rows are written. */
    private static final int OUT_OF_MEMORY = 52;

    private Surroundings() {}

    static List<Fault> all() {
        return List.of(
                Fault.of("the clock is up to ten days off, then right", Surroundings::clock),
                Fault.of("the heap is too small", Surroundings::heap),
                new Fault("native memory is short", Surroundings::nativeMemory, Surroundings::noLimits),
                new Fault("the network between driver and executors is cut", Surroundings::network, Network::missing));
    }

    private static void clock(Trial trial) throws Exception {
        for (int start = 0; start < 2; start++) {
            int hours = trial.random().nextInt(2 * DAYS * 24) - DAYS * 24;
            String clock = "-D" + WallClock.SETTING + "=PT" + hours + "H";
            try (Submitted run = trial.run("local[2,4]", "--driver-java-options", clock)) {
                trial.moment(run);
                run.kill();
                trial.ends(run, Trial.KILLED, Trial.DONE);
            }
        }
        trial.recovers();
        try (Submitted compact = trial.command("compact")) {
            trial.ends(compact, Trial.DONE);
        }
        trial.compare();
    }

    /** Points run out of memory in a small heap, alone or beside another, and are trained in a larger one. */
    private static void heap(Trial trial) throws Exception {
        Files.writeString(trial.directory().resolve(Unbroken.FILE), LARGE);
        int megabytes = 470 + trial.random().nextInt(60);
        try (Submitted run = trial.run("local[2,4]", "--driver-memory", megabytes + "m")) {
            trial.ends(run, Trial.DONE, Trial.SOME_FAILED, OUT_OF_MEMORY);
        }
        try (Submitted run = trial.retry("--driver-memory", "4g")) {
            trial.ends(run, Trial.DONE);
        }
        trial.recovers();
    }

    private static void nativeMemory(Trial trial) throws Exception {
        // Less than Java has taken already, so that it gets no more.
        long bytes = (500L + trial.random().nextInt(1000)) << 20;
        try (Submitted run = trial.run("local[2,4]")) {
            trial.moment(run);
            if (run.handle().isAlive()) {
                Disks.execute(
                        "prlimit",
                        "--as=" + bytes,
                        "--pid",
                        Long.toString(run.handle().pid()));
            }
            trial.ends(run, Trial.DONE, Trial.STOPPED, Trial.SOME_FAILED, JVM_ENDED, ABORTED, Trial.KILLED);
        }
        try (Submitted run = trial.retry()) {
            trial.ends(run, Trial.DONE);
        }
        trial.recovers();
    }

    private static Optional<String> noLimits() {
        return Disks.tried("prlimit", "--version") ? Optional.empty() : Optional.of("it needs prlimit");
    }

    private static void network(Trial trial) throws Exception {
        try (Network network = new Network();
                Submitted run = trial.run("local-cluster[2,1,1024]", network.options())) {
            trial.training(run);
            network.cut();
            Thread.sleep(1000 + trial.random().nextInt(40_000));
            network.mend();
            trial.ends(run, Trial.DONE, Trial.STOPPED);
        }
        trial.recovers();
    }
}
