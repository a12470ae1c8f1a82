package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
        assertThat(new SetAside(directory).execute())
                .singleElement()
                .asString()
                .contains(part.toString(), kind.reason, "set-aside");
        assertThat(part).doesNotExist();
        Path moved = folder.resolve("set-aside/models/invocation=" + bad).resolve(part.getFileName());
        assertThat(Files.readAllBytes(moved)).isEqualTo(before);
        assertThat(Files.readString(moved.resolveSibling(moved.getFileName() + ".why.txt")))
                .contains(kind.reason);
        assertThat(keys(directory)).containsExactly("a " + good);
        assertThat(directory.leftOut()).isEmpty();
        assertThat(new SetAside(directory).execute()).isEmpty();
    }

    @Test
    void goodFilesBesideItAreRead() throws IOException {
        Path part = DamagedFiles.part(invocation(good));
        Files.copy(part, part.resolveSibling("part-00007.parquet"));
        Files.writeString(part.resolveSibling("notes.txt"), "not a table");
        Files.createDirectories(part.resolveSibling("more"));
        assertThat(keys(directory)).hasSize(4).contains("a " + good, "b " + bad);
        assertThat(directory.leftOut()).hasSize(2);
        assertThat(new SetAside(directory).execute()).hasSize(2);
        assertThat(folder.resolve("set-aside/models/invocation=" + good + "/notes.txt"))
                .hasContent("not a table");
        assertThat(keys(directory)).hasSize(4);
    }

    @Test
    void twoFilesOfOneNameAreBothKept() throws IOException {
        Path notes = invocation(good).resolve("notes.txt");
        Files.writeString(notes, "first");
        new SetAside(directory).execute();
        Files.writeString(notes, "second");
        new SetAside(directory).execute();
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
            assertThatThrownBy(() -> new SetAside(read).execute())
                    .isInstanceOf(UserException.class)
                    .hasMessageContainingAll(part.toString(), "Permission denied");
        }
        assertThat(part).exists();
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
        assertThat(new SetAside(directory).execute()).isEmpty();
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
}
