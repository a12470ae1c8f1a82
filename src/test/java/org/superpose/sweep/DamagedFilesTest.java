package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superpose.FaultSuite;
import org.superpose.Slow;
import org.superpose.cli.CommandLines;
import org.superpose.results.DamagedFiles;
import org.superpose.results.TestSpark;

/** What commands do about a file of a sweep that does not belong there any more. */
@Slow
class DamagedFilesTest extends SmallSweeps {
    @Test
    void readersGoOnAndARunTrainsItsPointsAgain() throws IOException {
        readersGoOnAndARunTrainsItsPointsAgain(DamagedFiles.PAGE);
    }

    @ParameterizedTest
    @FaultSuite
    @EnumSource(names = {"CUT_SHORT", "NAME_OF_A_COLUMN", "FOREIGN"})
    void readersGoOnAndARunTrainsItsPointsAgain(DamagedFiles kind) throws IOException {
        run(SWEEP, "results");
        List<String> whole = resultsByKey(rows("results"));
        Path results = temporary.resolve("results");
        run(SWEEP.replace("[0.1, 0.5]", "[0.1, 0.2, 0.5]"), "results");
        Path part = kind.damage(smallest(results.resolve("models")));
        for (String[] command : new String[][] {
            {"status", "--out", results.toString()},
            {"sql", "--out", results.toString(), "SELECT * FROM models"},
            {"report", "--out", results.toString()}
        }) {
            TestSpark.session();
            CommandLines read = CommandLines.run(command);
            assertThat(read.exitCode()).as(command[0] + read.err()).isEqualTo(4);
            assertThat(read.err()).contains(part.toString(), kind.reason).doesNotContain("\tat ");
            assertThat(read.out()).isNotEmpty();
        }
        TestSpark.session();
        CommandLines piped =
                CommandLines.runWithInput("SELECT count(*) FROM models;\n", "sql", "--out", results.toString());
        assertThat(piped.exitCode()).as(piped.err()).isEqualTo(4);
        log.reset();
        TestSpark.session();
        assertThat(run(SWEEP.replace("[0.1, 0.5]", "[0.1, 0.2, 0.5]"), "results"))
                .isEqualTo(SweepJob.Ending.DONE);
        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains(part.toString(), "set-aside")
                .containsPattern(" [1-4] to train");
        assertThat(resultsByKey(rows("results"))).hasSize(12).containsAll(whole);
        assertThat(CommandLines.run("status", "--out", results.toString()).exitCode())
                .isZero();
    }

    /** The folder of the second run, which has fewer rows. */
    private static Path smallest(Path models) throws IOException {
        Path smallest = null;
        try (var folders = Files.list(models)) {
            for (Path folder : folders.toList()) {
                if (smallest == null
                        || Files.size(DamagedFiles.part(folder)) < Files.size(DamagedFiles.part(smallest))) {
                    smallest = folder;
                }
            }
        }
        return smallest;
    }
}
