package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Single files in an object store, without Spark. */
@ExtendWith(HeededStore.class)
class ObjectStoreFilesTest {
    @TempDir
    Path folder;

    private ResultsDirectory directory;

    @BeforeEach
    void open() {
        directory = ResultsDirectory.at(StubStore.PREFIX + folder.resolve("out"));
    }

    @Test
    void whatFailsOnTheWayLeavesWhatWasThere() throws IOException {
        org.apache.hadoop.fs.Path file = directory.path("state");
        Replacement.write(directory, file, "the first".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Replacement.write(directory.files(), directory.path(".state.draft"), file, out -> {
                    out.write("the sec".getBytes(StandardCharsets.UTF_8));
                    throw new IOException("the power went");
                }))
                .hasMessage("the power went");
        assertThat(folder.resolve("out/state")).content().isEqualTo("the first");
        assertThat(StubStore.names(folder)).containsExactly("out/state");
    }

    /** A row moves from a folder that is listed late to one that was listed before, and the listing does not show it in either. */
    @Test
    void aListingMissesNothingThatMovesMeanwhile() throws IOException {
        Path late = part(new UUID(2, 0));
        Path early = part(new UUID(1, 0));
        put(late);
        put(part(new UUID(3, 0)));
        AtomicBoolean moved = new AtomicBoolean();
        StubStore.beforeListing = path -> {
            if (path.getName().endsWith(new UUID(2, 0).toString()) && !moved.getAndSet(true)) {
                put(early);
                delete(late);
            }
        };
        assertThat(directory.faults())
                .extracting(fault -> fault.file().getParent().getName())
                .containsExactlyInAnyOrder("invocation=" + new UUID(1, 0), "invocation=" + new UUID(3, 0));
    }

    private Path part(UUID invocation) {
        return folder.resolve("out/models/invocation=" + invocation + "/part-0.parquet");
    }

    /** No Parquet file, so that it is told as a fault. */
    private static void put(Path part) {
        try {
            Files.createDirectories(part.getParent());
            Files.writeString(part, "a row");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void delete(Path part) {
        try {
            Files.delete(part);
            Files.delete(part.getParent());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aDirectoryIsThereWithItsFirstObject() throws IOException {
        assertThat(directory.create()).isTrue();
        assertThat(folder.resolve("out")).doesNotExist();
        directory.removeIfEmpty();
        Replacement.write(directory, directory.path("x"), new byte[] {1});
        assertThat(directory.create()).isFalse();
    }
}
