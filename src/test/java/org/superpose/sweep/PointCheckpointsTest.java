package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.results.ResultsDirectory;

/** The files of a model in training: of two the newer one counts, and none that is damaged or of another maker. */
@Slow
class PointCheckpointsTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path temporary;

    private double now;

    private final PointCheckpoints.Clock clock = new PointCheckpoints.Clock() {
        @Override
        public double seconds() {
            return now;
        }

        @Override
        public double coreSeconds() {
            return 2 * now;
        }
    };

    private CheckpointFolder folder() {
        return new CheckpointFolder(ResultsDirectory.at(temporary.toString()));
    }

    private PointCheckpoints checkpoints(String maker, double every) {
        return new PointCheckpoints(folder(), KEY, maker, every, clock);
    }

    private Path file(int number) {
        return temporary.resolve("checkpoints").resolve(KEY + "-" + number);
    }

    private static void assertHolds(PointCheckpoints checkpoints, long number) throws IOException {
        try (checkpoints) {
            Optional<DataInputStream> kept = checkpoints.kept();
            assertThat(kept).isPresent();
            assertThat(kept.get().readLong()).isEqualTo(number);
        }
    }

    @Test
    void theNewestIsGoneOnWithAndTheOneBeforeIsGone() throws IOException {
        PointCheckpoints checkpoints = checkpoints("cpu", 60);
        assertThat(checkpoints.kept()).isEmpty();
        assertThat(checkpoints.any()).isFalse();
        for (int state = 1; state <= 3; state++) {
            now = 10 * state;
            long written = state;
            checkpoints.keep(out -> out.writeLong(written));
            assertThat(checkpoints.any()).isTrue();
            assertThat(file(state)).exists();
            assertThat(file(state - 1)).doesNotExist();
        }
        now = 0;
        PointCheckpoints next = checkpoints("cpu", 60);
        assertHolds(next, 3);
        assertThat(next.secondsBefore()).isEqualTo(30);
        assertThat(next.coreSecondsBefore()).isEqualTo(60);
        now = 5;
        next.keep(out -> out.writeLong(4));
        assertThat(file(3)).doesNotExist();
        now = 7;
        assertHolds(next, 4);
        assertThat(next.secondsBefore()).as("another attempt by the same clock").isEqualTo(30);
        now = 0;
        PointCheckpoints last = checkpoints("cpu", 60);
        assertHolds(last, 4);
        assertThat(last.secondsBefore()).isEqualTo(35);
        assertThat(last.coreSecondsBefore()).isEqualTo(70);
        folder().remove(KEY);
        assertThat(file(4)).doesNotExist();
        assertThat(temporary.resolve("checkpoints")).exists();
        folder().clean(key -> false);
        assertThat(temporary.resolve("checkpoints")).doesNotExist();
    }

    @Test
    void aStateIsDueByTheClockAndSoonerWhereTheRunIsAbandoned() {
        PointCheckpoints checkpoints = checkpoints("cpu", 60);
        now = 100;
        assertThat(checkpoints.due(true))
                .as("before it is known what files there are")
                .isFalse();
        assertThat(checkpoints.kept()).isEmpty();
        now = 19;
        assertThat(checkpoints.due(true)).isFalse();
        now = 20;
        assertThat(checkpoints.due(true)).isTrue();
        assertThat(checkpoints.due(false)).isFalse();
        now = 60;
        assertThat(checkpoints.due(false)).isTrue();
        checkpoints.keep(out -> out.writeLong(1));
        assertThat(checkpoints.due(false)).isFalse();
        now = 120;
        assertThat(checkpoints.due(false)).isTrue();
        PointCheckpoints never = checkpoints("cpu", 0);
        assertThat(never.kept()).isEmpty();
        assertThat(never.due(true)).isFalse();
    }

    /** A byte changed anywhere, a file cut short and one that is empty are no state, nor is one of another kernel; where there is an older one that counts. */
    @Test
    void whatIsDamagedOrForeignIsPassedOver() throws IOException {
        checkpoints("cpu", 60).keep(out -> out.writeLong(1));
        byte[] whole = Files.readAllBytes(file(1));
        assertThat(checkpoints("gpu", 60).kept()).isEmpty();
        assertThat(checkpoints("cpu", 0).kept()).isEmpty();
        for (int q = 0; q < whole.length; q++) {
            byte[] damaged = whole.clone();
            damaged[q] ^= 4;
            put(2, damaged);
            assertHolds(checkpoints("cpu", 60), 1);
        }
        // the sum of the file system is that of the whole file, which throws as it is read
        Files.copy(
                file(1).resolveSibling("." + file(1).getFileName() + ".crc"),
                file(2).resolveSibling("." + file(2).getFileName() + ".crc"));
        assertHolds(checkpoints("cpu", 60), 1);
        for (int length = 0; length < whole.length; length++) {
            put(2, Arrays.copyOf(whole, length));
            assertHolds(checkpoints("cpu", 60), 1);
        }
        PointCheckpoints next = checkpoints("cpu", 60);
        assertHolds(next, 1);
        next.keep(out -> out.writeLong(3));
        assertHolds(checkpoints("cpu", 60), 3);
    }

    /** Writes a file as if it were kept, without the sum that the file system would find wrong by itself. */
    private void put(int number, byte[] bytes) throws IOException {
        Files.deleteIfExists(file(number).resolveSibling("." + file(number).getFileName() + ".crc"));
        Files.write(file(number), bytes);
    }

    @Test
    void aStateThatCannotBeWrittenCostsNothingElse() throws IOException {
        Files.writeString(temporary.resolve("checkpoints"), "a file in the way of the folder");
        PointCheckpoints checkpoints = checkpoints("cpu", 60);
        now = 70;
        checkpoints.keep(out -> out.writeLong(1));
        assertThat(checkpoints.any()).isFalse();
        assertThat(checkpoints.due(false)).isFalse();
        assertThat(checkpoints.kept()).isEmpty();
    }

    @Test
    void filesThatWereNeverFinishedAndThoseOfFinishedModelsAreCleanedAway() throws IOException {
        checkpoints("cpu", 60).keep(out -> out.writeLong(1));
        Path other = Files.writeString(temporary.resolve("checkpoints").resolve("fedcba-1"), "");
        Files.writeString(temporary.resolve("checkpoints").resolve(".gone-7.crc"), "the sum of a file that is gone");
        Path unfinished = Files.writeString(temporary.resolve("checkpoints").resolve("." + KEY + "-77"), "");
        folder().clean(key -> key.equals("fedcba"));
        assertThat(file(1)).exists();
        assertThat(other).doesNotExist();
        assertThat(unfinished).doesNotExist();
        folder().clean(key -> true);
        assertThat(temporary.resolve("checkpoints")).doesNotExist();
    }
}
