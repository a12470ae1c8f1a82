package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.superpose.config.SweepFile;
import org.superpose.grid.Expansion;
import org.superpose.grid.Grid;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestSpark;

/** Sweeps run in the session of the tests, as {@code run} does. */
public final class TestSweeps {
    private TestSweeps() {}

    /** What {@code ./submit.sh run sweep.yaml --out RESULTS} asks for. */
    static SweepOptions options(String sweep, Path results) {
        SweepFile read = SweepFile.read(sweep, "sweep.yaml", List.of());
        Grid grid = Expansion.expand(read);
        return new SweepOptions(
                read.name(),
                sweep,
                grid.points(),
                grid.otherRatios(),
                read.kernel(),
                read.measure(),
                read.limits(),
                results.toString(),
                false,
                false,
                false,
                "run sweep.yaml");
    }

    /** Runs a sweep whose points must all be done. */
    public static ResultsDirectory run(String sweep, Path results) throws IOException {
        TestSpark.session();
        PrintStream log = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        assertThat(new SweepJob(options(sweep, results), log).execute()).isEqualTo(SweepJob.Ending.DONE);
        return ResultsDirectory.existing(results.toString());
    }
}
