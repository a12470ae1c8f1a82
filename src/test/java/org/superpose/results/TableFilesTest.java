package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.Slow;
import org.superpose.errors.UserException;

/** A file that does not belong to a table is named, left out by readers, and moved out of their way by the holder of the lock. */
@Slow
class TableFilesTest {
    @TempDir
    Path folder;

    private ResultsDirectory directory;
    private UUID good;
    private UUID bad;

    @BeforeEach
    void writeTwoInvocations() {
        TestSpark.session();
        directory = ResultsDirectory.at(folder.toString());
        good = TestRows.writeModels(directory, TestRows.model("a", "n", 4, "loss", 0.5));
        bad = TestRows.writeModels(directory, TestRows.model("b", "n", 5, "loss", 0.25), TestRows.model("c"));
    }

    private Path invocation(UUID id) {
        return folder.resolve("models/invocation=" + id);
    }

    private List<String> keys(ResultsDirectory read) {
        return Reads.retrying(
                read,
                () -> read
                        .models(TestSpark.session())
                        .selectExpr("model_key", "n", "loss", "curve.loss", "sweep", "invocation")
                        .orderBy("model_key")
                        .collectAsList()
                        .stream()
                        .map((Row row) -> row.getString(0) + " " + row.get(5))
                        .toList());
    }

    private static List<String> setAside(ResultsDirectory directory) throws IOException {
        List<String> sentences = new ArrayList<>();
        new SetAside(directory).execute(sentences::add);
        return sentences;
    }

    @ParameterizedTest
    @EnumSource
    void readersLeaveItOutAndNameIt(DamagedFiles kind) throws IOException {
        Path part = kind.damage(invocation(bad));
        byte[] before = Files.readAllBytes(part);
        assertThat(keys(directory)).containsExactly("a " + good);
        assertThat(directory.leftOut())
                .singleElement()
                .asString()
                .contains("the file " + part + " is damaged (" + kind.reason, "run trains its points again");
        assertThat(Files.readAllBytes(part)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void theHolderOfTheLockSetsItAside(DamagedFiles kind) throws IOException {
        Path part = kind.damage(invocation(bad));
        byte[] before = Files.readAllBytes(part);
        assertThat(setAside(directory)).singleElement().asString().contains(part.toString(), kind.reason, "set-aside");
        assertThat(part).doesNotExist();
        Path moved = folder.resolve("set-aside/models/invocation=" + bad).resolve(part.getFileName());
        assertThat(Files.readAllBytes(moved)).isEqualTo(before);
        assertThat(Files.readString(moved.resolveSibling(moved.getFileName() + ".why.txt")))
                .contains(kind.reason);
        assertThat(keys(directory)).containsExactly("a " + good);
        assertThat(directory.leftOut()).isEmpty();
        assertThat(setAside(directory)).isEmpty();
    }

    @Test
    void goodFilesBesideItAreRead() throws IOException {
        Path part = DamagedFiles.part(invocation(good));
        Files.copy(part, part.resolveSibling("part-00007.parquet"));
        Files.writeString(part.resolveSibling("notes.txt"), "not a table");
        Files.createDirectories(part.resolveSibling("more"));
        assertThat(keys(directory)).hasSize(4).contains("a " + good, "b " + bad);
        assertThat(directory.leftOut()).hasSize(2);
        assertThat(setAside(directory)).hasSize(2);
        assertThat(folder.resolve("set-aside/models/invocation=" + good + "/notes.txt"))
                .hasContent("not a table");
        assertThat(keys(directory)).hasSize(4);
    }

    @Test
    void twoFilesOfOneNameAreBothKept() throws IOException {
        Path notes = invocation(good).resolve("notes.txt");
        Files.writeString(notes, "first");
        setAside(directory);
        Files.writeString(notes, "second");
        setAside(directory);
        Path aside = folder.resolve("set-aside/models/invocation=" + good);
        assertThat(aside.resolve("notes.txt")).hasContent("first");
        assertThat(aside.resolve("notes.txt.2")).hasContent("second");
    }

    @Test
    void aFileThatIsMendedIsReadAgain() throws IOException {
        Path part = DamagedFiles.part(invocation(bad));
        byte[] whole = Files.readAllBytes(part);
        Files.write(part, new byte[0]);
        assertThat(keys(directory)).hasSize(1);
        Files.write(part, whole);
        assertThat(keys(directory)).hasSize(3);
        assertThat(directory.leftOut()).isEmpty();
    }

    /** What cannot be read may be whole: it is not moved, and its points are not trained again. */
    @Test
    void aFileThatCannotBeReadIsNotJudged() throws IOException {
        Path part = DamagedFiles.part(invocation(bad));
        try (Forbidding files = new Forbidding(part)) {
            ResultsDirectory read = ResultsDirectory.in(files, directory.root());
            assertThat(keys(read)).containsExactly("a " + good);
            assertThat(read.leftOut())
                    .singleElement()
                    .asString()
                    .contains("the file " + part + " cannot be read", "Permission denied", "make it readable again");
            assertThatThrownBy(() -> setAside(read))
                    .isInstanceOf(UserException.class)
                    .hasMessageContainingAll(part.toString(), "Permission denied");
        }
        assertThat(part).exists();
    }

    /** A medium that fails, or memory that runs out, while pages are compared says nothing about the file. */
    @ParameterizedTest
    @ValueSource(classes = {IOException.class, OutOfMemoryError.class, UncheckedIOException.class})
    void aFileThatCannotBeReadToItsEndIsNotJudged(Class<? extends Throwable> failure) throws IOException {
        Path part = DamagedFiles.part(invocation(bad));
        byte[] before = Files.readAllBytes(part);
        Failing.install(part, failure);
        try (Failing files = new Failing()) {
            assertThatThrownBy(() -> setAside(ResultsDirectory.in(files, directory.root())))
                    .isInstanceOf(UserException.class)
                    .hasMessageContainingAll(part + " cannot be read", "a fault of the test");
        } finally {
            Failing.install(null, null);
        }
        assertThat(Files.readAllBytes(part)).isEqualTo(before);
        assertThat(folder.resolve("set-aside")).doesNotExist();
    }

    /** With checksums of the file system and without, of few files and of many. */
    @ParameterizedTest
    @CsvSource({"true,0", "false,0", "true,12", "false,12"})
    void whoeverIsInterruptedMovesNothing(boolean checksums, int more) throws IOException {
        Path part = DamagedFiles.part(invocation(bad));
        for (int k = 0; k < more; k++) {
            Files.copy(part, part.resolveSibling("part-1000" + k + ".parquet"));
        }
        Path notes = invocation(good).resolve("notes.txt");
        Files.writeString(notes, "damaged for certain");
        if (!checksums) {
            deleteChecksums();
        }
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> setAside(directory)).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(part).exists();
        assertThat(notes).exists();
        assertThat(folder.resolve("set-aside")).doesNotExist();
        assertThat(setAside(directory)).hasSize(1);
        assertThat(part).exists();
    }

    private void deleteChecksums() throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".crc")).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aNameMayHoldWhatUrisEscape() throws IOException {
        Path part = DamagedFiles.part(invocation(bad));
        Files.copy(part, part.resolveSibling("part-00000 (copy) 100%25 é.parquet"));
        assertThat(keys(directory)).hasSize(5);
        assertThat(directory.leftOut()).isEmpty();
    }

    /** Old files lack columns, and files of other programs have no description by Spark; both belong to the table. */
    @Test
    void filesWithFewerColumnsAreRead() throws IOException {
        Path part = DamagedFiles.part(invocation(bad));
        Path other = folder.resolve("other");
        TestSpark.session()
                .read()
                .parquet(part.toString())
                .drop("loss", "geometry", "dynamics")
                .write()
                .parquet(other.toString());
        Files.copy(DamagedFiles.part(other), invocation(good).resolve("part-00009.parquet"));
        assertThat(keys(directory)).hasSize(5);
        assertThat(directory.leftOut()).isEmpty();
        assertThat(setAside(directory)).isEmpty();
    }

    /** Says of one file what the local file system says of one that the user may not read. */
    private static final class Forbidding extends RawLocalFileSystem {
        private final Path forbidden;

        Forbidding(Path forbidden) throws IOException {
            this.forbidden = forbidden;
            initialize(URI.create("file:///"), new Configuration());
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path file, int buffer) throws IOException {
            if (file.toUri().getPath().equals(forbidden.toString())) {
                throw new FileNotFoundException(forbidden + " (Permission denied)");
            }
            return super.open(file, buffer);
        }
    }

    /** A local file system that fails to open one file as soon as its footer was read. */
    public static final class Failing extends RawLocalFileSystem {
        private static volatile Path failing;
        private static volatile Class<? extends Throwable> failure;
        private static final AtomicInteger OPENED = new AtomicInteger();

        /** Opened by Hadoop for each path where Parquet reads it. */
        public Failing() throws IOException {
            Configuration configuration = new Configuration();
            configuration.set("fs.file.impl", Failing.class.getName());
            configuration.setBoolean("fs.file.impl.disable.cache", true);
            initialize(URI.create("file:///"), configuration);
        }

        static void install(Path file, Class<? extends Throwable> thrown) {
            failing = file;
            failure = thrown;
            OPENED.set(0);
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path file, int buffer) throws IOException {
            if (failing != null && file.toUri().getPath().equals(failing.toString()) && OPENED.incrementAndGet() > 1) {
                if (failure == IOException.class) {
                    throw new IOException("a fault of the test");
                }
                if (failure == OutOfMemoryError.class) {
                    throw new IllegalStateException(new OutOfMemoryError("a fault of the test"));
                }
                throw new UncheckedIOException(new IOException("a fault of the test"));
            }
            return super.open(file, buffer);
        }
    }
}
