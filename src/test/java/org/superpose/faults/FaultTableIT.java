package org.superpose.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.FaultSuite;
import org.superpose.Slow;

/**
 * Every fault, each at several random moments. After it the same command is given until the sweep is done; then each of its 24 points must be there once, with the
 * bits of a sweep that nothing struck, and no command may have hung, printed a stack trace, or ended with an exit code that the documentation does not give it.
 * The table goes to {@code target/faults.md}. {@code -Dsuperpose.injections=20} strikes twenty times, {@code -Dsuperpose.fault="disk|clock"} only with faults so named.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "submit.sh is a script for bash")
@FaultSuite
@Slow
class FaultTableIT {
    private static final int INJECTIONS = Integer.getInteger("superpose.injections", 1);
    private static final long SEED = Long.getLong("superpose.seed", 15);
    private static final Pattern ONLY = Pattern.compile(System.getProperty("superpose.fault", ""));
    private static final Path TABLE = Path.of(System.getProperty("superpose.basedir"), "target/faults.md");

    @TempDir
    static Path directory;

    /** By the name of the fault. */
    private static final Map<String, String> LINES = new LinkedHashMap<>();

    private static Unbroken unbroken;

    @BeforeAll
    static void trainUnbroken() throws Exception {
        unbroken = Unbroken.trained(directory);
    }

    static Stream<Fault> faults() {
        return Stream.of(Deaths.all(), Clusters.all(), Disks.all(), Surroundings.all())
                .flatMap(List::stream)
                .filter(fault -> ONLY.matcher(fault.name()).find());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void nothingIsLostAndNothingIsWrong(Fault fault) throws Exception {
        int place = LINES.size();
        Optional<String> missing = fault.missing().get();
        missing.ifPresent(why -> LINES.put(fault.name(), Tally.notRun(fault.name(), why)));
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        Tally tally = new Tally(fault.name());
        Random random = new Random(SEED);
        for (int injection = 0; injection < INJECTIONS; injection++) {
            Path own = directory.resolve("trial-" + place + "-" + injection);
            try (Trial trial = new Trial(unbroken, own, random, tally)) {
                fault.injection().strike(trial);
            }
            LINES.put(fault.name(), tally.line());
            writeTable();
        }
        assertThat(tally.told()).as(fault.name()).isEmpty();
    }

    private static void writeTable() throws IOException {
        Files.writeString(TABLE, Tally.HEAD + String.join("", LINES.values()));
    }

    @AfterAll
    static void showTable() throws IOException {
        writeTable();
        System.out.println(Files.readString(TABLE));
    }
}
