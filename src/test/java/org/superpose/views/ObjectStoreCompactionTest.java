package org.superpose.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.superpose.Slow;
import org.superpose.results.HeededStore;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.StubStore;
import org.superpose.results.Tables;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;

/** What {@link CompactionTest} demands of a file system holds where nothing can be renamed, and what may be killed in between. */
@Slow
@ExtendWith(HeededStore.class)
class ObjectStoreCompactionTest extends CompactionTest {
    @Override
    String location() {
        return StubStore.PREFIX + folder;
    }

    /** Nothing is written out of sight here. */
    @Override
    void leaveUnfinished(Path table) {}

    /** Killed before any delete, after one, after two, …: the views show the same, and the next compaction ends what was begun. */
    @Test
    void killedBetweenAnyTwoDeletesItLosesNothing() throws IOException {
        writeThreeInvocations();
        String before = shown();
        // What is killed leaves more files than it found, or fewer: three of models, then four, four, three; then two
        // of planned.
        for (int deletes = 0; deletes < 4; deletes++) {
            AtomicInteger left = new AtomicInteger(deletes);
            StubStore.beforeDelete = path -> {
                if (path.getName().startsWith("part-") && left.getAndDecrement() <= 0) {
                    throw new IllegalStateException("killed");
                }
            };
            assertThatThrownBy(this::compact).as("deletes %d", deletes).hasStackTraceContaining("killed");
            assertThat(shown()).as("deletes %d", deletes).isEqualTo(before);
        }
        StubStore.beforeDelete = path -> {};
        assertThat(compact())
                .containsExactly(
                        new Compaction.Merged(Tables.MODELS, 1, 1, 3), new Compaction.Merged(Tables.PLANNED, 3, 1, 4));
        assertThat(shown()).isEqualTo(before);
        assertThat(StubStore.names(folder.resolve("models"))).hasSize(1);
        assertThat(StubStore.names(folder.resolve("planned"))).hasSize(1);
    }

    /** An executor of a driver that was killed ends its task while the compaction is at work. */
    @Test
    void aFileThatAppearsMeanwhileStays() throws IOException {
        UUID first = TestRows.writeModels(directory, TestRows.model("a", "loss", 1.0));
        TestRows.writeModels(directory, TestRows.model("b", "loss", 2.0));
        Path other = folder.resolve("other");
        UUID late =
                TestRows.writeModels(ResultsDirectory.at(StubStore.PREFIX + other), TestRows.model("c", "loss", 3.0));
        AtomicInteger times = new AtomicInteger();
        StubStore.beforeDelete = path -> {
            if (path.getName().startsWith("part-") && times.getAndIncrement() == 0) {
                copy(other.resolve("models/invocation=" + late), folder.resolve("models/invocation=" + first));
            }
        };
        assertThat(compact()).contains(new Compaction.Merged(Tables.MODELS, 2, 1, 2));
        assertThat(times).hasValue(2);
        Views.register(TestSpark.session(), directory);
        assertThat(TestRows.query("SELECT model_key FROM models ORDER BY 1"))
                .extracting(row -> row.get("model_key"))
                .isEqualTo(List.of("a", "b", "c"));
    }

    private static void copy(Path from, Path to) {
        try {
            for (String name : StubStore.names(from)) {
                Files.copy(from.resolve(name), to.resolve(name));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
