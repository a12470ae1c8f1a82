package org.superpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestRows;
import org.superpose.results.TestSpark;

@Slow
class ReportCommandTest {
    @TempDir
    Path folder;

    @BeforeEach
    void aResult() {
        TestSpark.session();
        TestRows.writeModels(ResultsDirectory.at(folder.toString()), TestRows.model("a", "sweep", "mine", "loss", 1.0));
    }

    @Test
    void writesThePageBesideTheTablesAndPrintsWhere() throws Exception {
        CommandLines result = CommandLines.run("report", "--out", folder.toString());
        Path page = folder.resolve("report.html");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.lines()).containsExactly(page.toString());
        assertThat(result.err()).contains("1 model");
        assertThat(Files.readString(page)).startsWith("<!doctype html>").contains("\"mine\"");
        assertThat(folder.resolve(".report.html.crc")).doesNotExist();
        assertThat(folder.resolve("scaling")).isDirectoryContaining("glob:**.parquet");
    }

    @Test
    void writesItWhereItIsToldTo() {
        Path page = folder.resolve("a b.html");
        assertThat(CommandLines.run("report", "--out", folder.toString(), "--to", page.toString())
                        .exitCode())
                .isZero();
        assertThat(page).isNotEmptyFile();
        assertThat(folder.resolve("report.html")).doesNotExist();
        assertThat(folder.resolve("scaling")).doesNotExist();
    }

    @Test
    void saysWhatIsWrongWithTheFile() {
        CommandLines directory = CommandLines.run("report", "--out", folder.toString(), "--to", folder.toString());
        assertThat(directory.exitCode()).isEqualTo(2);
        assertThat(directory.err()).contains("is a directory").contains("report.html");
        CommandLines nowhere = CommandLines.run(
                "report",
                "--out",
                folder.toString(),
                "--to",
                folder.resolve("no/x.html").toString());
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.err()).contains("cannot be written").contains("--to");
    }
}
