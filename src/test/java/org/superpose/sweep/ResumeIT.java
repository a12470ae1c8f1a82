package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.Submitted;

/** Drivers and executors are killed; the table comes out as if nothing had happened, to the bit, on every kind of master. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "submit.sh is a script for bash")
@Slow
class ResumeIT {
    private static final long SEED = 20260;
    /** How often the driver is killed; {@code -Dsuperpose.kills=40} tells otherwise. */
    private static final int KILLS = Integer.getInteger("superpose.kills", 4);

    private static final int KILLED = 137;
    private static final int POINTS = 60;
    /** Long enough for ten and more bundles on a machine several times as fast as the ones it was written on. */
    private static final String SWEEP = """
            name: resumed
            grid: {n: [24, 32], m: [4, 6, 8], density: [0.05, 0.1, 0.2, 0.4, 0.8]}
            seeds: 2
            training: {recipe: fast, batch: 128, steps: 4000}
            measure: {features: true, curve: 16, weights: true}
            """;

    @TempDir
    static Path directory;

    private static Map<String, String> unbroken;

    @BeforeAll
    static void runUnbroken() throws Exception {
        Files.writeString(directory.resolve("sweep.yaml"), SWEEP);
        try (Submitted run = run("local[1]", "unbroken")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).isEmpty();
        }
        SweepTable table = SweepTable.of(directory.resolve("unbroken"));
        unbroken = table.bits();
        assertThat(unbroken).hasSize(POINTS);
        assertThat(table.copies()).isZero();
        assertThat(String.join(" ", unbroken.values())).doesNotContain("7ff8000000000000d", "7fc00000f");
    }

    private static Submitted run(String master, String out) throws IOException {
        return Submitted.start(
                directory, "--master", master, "--driver-memory", "1g", "run", "sweep.yaml", "--out", out);
    }

    @Test
    void aDriverKilledAgainAndAgainLosesNothingAndChangesNothing() throws Exception {
        Random random = new Random(SEED);
        long start = System.nanoTime();
        int kills = 0;
        int survivors = 0;
        // A machine may finish the sweep between two kills: the next kills are of a new one.
        for (int sweep = 0; kills < KILLS; sweep++) {
            Path out = directory.resolve("killed-" + sweep);
            int killed = killUntilDone(out, KILLS - kills, random);
            assertThat(killed).as("kills before the sweep was done").isPositive();
            kills += killed;
            survivors += SweepTable.files(out);
            try (Submitted run = run("local[2,4]", out.getFileName().toString())) {
                assertThat(run.exitCode()).as(run.err()).isZero();
            }
            SweepTable table = SweepTable.of(out);
            System.out.printf(
                    "ResumeIT: seed %d, sweep %d, %d drivers killed, %d rows for %d points, %.0f s%n",
                    SEED, sweep, killed, table.rows().size(), POINTS, 1e-9 * (System.nanoTime() - start));
            assertThat(table.bits()).isEqualTo(unbroken);
            assertThat(table.copies()).isZero();
            assertThat(leftovers(out)).isEmpty();
        }
        assertThat(survivors).as("files that survived the kills").isPositive();
    }

    /** How many drivers were killed: {@code most}, or fewer if one ended first. */
    private static int killUntilDone(Path out, int most, Random random) throws Exception {
        for (int kills = 0; kills < most; kills++) {
            try (Submitted run = run("local[2,4]", out.getFileName().toString())) {
                awaitKill(run, out, kills, random);
                int code = run.kill();
                assertThat(run.err()).doesNotContain("in use by");
                if (code == 0) {
                    return kills;
                }
                assertThat(code).as(run.err()).isEqualTo(KILLED);
            }
        }
        return most;
    }

    /** Some kills hit the start, most the training: up to three more files, then up to 300 ms. The driver may end before. */
    private static void awaitKill(Submitted run, Path out, int kill, Random random) throws Exception {
        if (kill % 4 == 3) {
            run.await(() -> Files.exists(out.resolve(".lock")), "the lock");
            Thread.sleep(random.nextInt(3000));
        } else {
            int enough = SweepTable.files(out) + random.nextInt(4);
            run.await(() -> run.err().contains(" bundles on ") && SweepTable.files(out) >= enough);
            Thread.sleep(random.nextInt(300));
        }
    }

    /** Killed twice in the middle of its only point, whose state is kept every half second, a sweep ends with the bits of one that never was. */
    @Test
    void aDriverKilledInALongPointGoesOnWhereItWas() throws Exception {
        String longPoint = """
                name: long
                grid: {n: 40, m: 10, density: 0.1}
                training: {recipe: fast, batch: 512, steps: 60000}
                measure: {weights: true}
                checkpoint: 0.5
                """;
        Files.writeString(directory.resolve("long.yaml"), longPoint);
        try (Submitted run = runLong("long-unbroken")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        Path out = directory.resolve("long-killed");
        for (int kill = 1; kill <= 2; kill++) {
            try (Submitted run = runLong("long-killed")) {
                int before = kept(out);
                run.await(() -> kept(out) > before + 1, "two more states");
                assertThat(run.kill()).as(run.err()).isEqualTo(KILLED);
            }
        }
        assertThat(SweepTable.files(out)).isZero();
        try (Submitted run = runLong("long-killed")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).containsPattern("training of model [0-9a-f]{32} goes on from \\S+/checkpoints/");
        }
        assertThat(SweepTable.of(out).bits())
                .isEqualTo(SweepTable.of(directory.resolve("long-unbroken")).bits());
        assertThat(out.resolve("checkpoints")).doesNotExist();
    }

    private static Submitted runLong(String out) throws IOException {
        return Submitted.start(
                directory, "--master", "local[2]", "--driver-memory", "1g", "run", "long.yaml", "--out", out);
    }

    /** The number of the newest state that is kept, 0 for none. */
    private static int kept(Path out) {
        String[] names = out.resolve("checkpoints").toFile().list((folder, name) -> name.matches("[0-9a-f]+-\\d+"));
        return names == null
                ? 0
                : Stream.of(names)
                        .mapToInt(name -> Integer.parseInt(name.substring(name.indexOf('-') + 1)))
                        .max()
                        .orElse(0);
    }

    private static List<Path> leftovers(Path out) throws IOException {
        try (var paths = Files.walk(out)) {
            return paths.filter(path -> {
                        String name = path.getFileName().toString();
                        return name.equals("_temporary") || name.endsWith(".stop") || name.equals(".lock");
                    })
                    .toList();
        }
    }

    @Test
    void anExecutorKilledOnAClusterLosesNothingAndChangesNothing() throws Exception {
        Path out = directory.resolve("cluster");
        try (Submitted run = run("local-cluster[2,1,1024]", "cluster")) {
            run.awaitErr(" bundles on ").await(() -> SweepTable.files(out) >= 3, "files");
            // The launcher that submit.sh asked for the command is a dead child.
            ProcessHandle executor = run.handle()
                    .children()
                    .filter(child -> child.info().command().isPresent())
                    .findFirst()
                    .orElseThrow();
            assertThat(executor.destroyForcibly()).isTrue();
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("Lost executor").doesNotContainPattern("(?m)^\\s+at [\\w.$]+\\(");
        }
        SweepTable table = SweepTable.of(out);
        assertThat(table.bits()).isEqualTo(unbroken);
        assertThat(table.copies()).isZero();
        assertThat(leftovers(out)).isEmpty();
    }
}
