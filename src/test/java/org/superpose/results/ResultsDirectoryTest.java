package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.Slow;
import org.superpose.errors.UserException;

@Slow
class ResultsDirectoryTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"gs://bucket/x", "GS://bucket/x", "abfss://c@a.net/x", "oss://b/x", "cosn://b/x"})
    void refusesObjectStoresOfWhichNothingIsKnown(String location) {
        assertThatThrownBy(() -> ResultsDirectory.at(location))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(location)
                .hasMessageContainingAll(
                        "not known whether files appear whole", "use s3a://", "superpose.object.stores=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuchscheme://x/y", "a:b", " "})
    void refusesWhatIsNoPath(String location) {
        assertThatThrownBy(() -> ResultsDirectory.at(location)).isInstanceOf(UserException.class);
    }

    @Test
    void aMissingDirectoryIsNamedWithTheRemedy() {
        String missing = folder.resolve("nothing").toString();
        assertThatThrownBy(() -> ResultsDirectory.existing(missing))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(missing)
                .hasMessageContaining("run a sweep");
    }

    @Test
    void aForeignDirectoryIsRefused() {
        assertThatThrownBy(() -> ResultsDirectory.existing(folder.toString()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no results");
    }

    @Test
    void aFileIsNoDirectory() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> ResultsDirectory.at(file.toString()).create()).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> ResultsDirectory.existing(file.toString())).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> ResultsDirectory.at(file + "/below").create()).isInstanceOf(UserException.class);
    }

    @Test
    void nothingWrittenYetIsNoRows() throws IOException {
        ResultsDirectory directory = ResultsDirectory.at(folder.toString());
        assertThat(directory.models(TestSpark.session()).count()).isZero();
        Files.createDirectories(folder.resolve("models/invocation=x"));
        assertThat(directory.models(TestSpark.session()).count()).isZero();
        assertThat(directory.planned(TestSpark.session()).columns()).contains("ratio_nominal", "invocation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with space", "a[1]{b}*?", "50%25", "ünïcode"})
    void readsWhatWasWrittenUnderAnyName(String name) {
        ResultsDirectory directory = ResultsDirectory.at(folder.resolve(name).toString());
        UUID invocation = TestRows.writeModels(directory, TestRows.model("a", "n", 4), TestRows.model("b"));
        Row row = directory.models(TestSpark.session()).orderBy("model_key").first();
        assertThat(row.<String>getAs("model_key")).isEqualTo("a");
        assertThat(row.<Integer>getAs("n")).isEqualTo(4);
        assertThat(row.<String>getAs("invocation")).isEqualTo(invocation.toString());
    }

    @Test
    void anInvocationOfDigitsStaysText() {
        ResultsDirectory directory = ResultsDirectory.at(folder.toString());
        TestRows.writeModels(directory, TestRows.model("a"));
        folder.resolve("models")
                .toFile()
                .listFiles(file -> file.getName().startsWith("invocation=")
                        && file.renameTo(new java.io.File(file.getParentFile(), "invocation=17")));
        Row row = directory.models(TestSpark.session()).first();
        assertThat(row.<String>getAs("invocation")).isEqualTo("17");
    }

    @Test
    void whatIsNotCommittedIsNotRead() throws IOException {
        ResultsDirectory directory = ResultsDirectory.at(folder.toString());
        UUID invocation = TestRows.writeModels(directory, TestRows.model("a"));
        Path part = part(invocation);
        Path running = folder.resolve("models/invocation=" + invocation + "/_temporary/0");
        Files.createDirectories(running);
        Files.copy(part, running.resolve("part-1.parquet"));
        Files.createFile(folder.resolve("models/invocation=" + invocation + "/.part.tmp"));
        Files.createFile(folder.resolve("models/foreign.txt"));
        assertThat(directory.models(TestSpark.session()).count()).isEqualTo(1);
    }

    private Path part(UUID invocation) throws IOException {
        try (var files = Files.list(folder.resolve("models/invocation=" + invocation))) {
            return files.filter(file -> file.getFileName().toString().matches("part-.*parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void saysWhatIsThereInPlaceOfADirectory() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> ResultsDirectory.at(pipe.toString()))
                .isInstanceOf(UserException.class)
                .hasMessage(pipe + " is a pipe, not a directory; give another --out");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> ResultsDirectory.at(file.toString()))
                .hasMessageContaining("is a file, not a directory");
    }
}
