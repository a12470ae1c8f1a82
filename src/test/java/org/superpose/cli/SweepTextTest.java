package org.superpose.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.errors.UserException;

class SweepTextTest {
    private static final String MODE = "spark.submit.deployMode";

    @TempDir
    private Path directory;

    @AfterEach
    void forget() {
        System.clearProperty(MODE);
    }

    @Test
    void aFileIsReadByItsPathAndByItsUrl() throws IOException {
        Path file = Files.writeString(directory.resolve("a sweep.yaml"), "name: ö\n");
        assertThat(SweepText.read(file.toString())).isEqualTo("name: ö\n");
        assertThat(SweepText.read("file://" + file)).isEqualTo("name: ö\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/none.yaml", "file:///none.yaml", "nowhere://host/a.yaml", "hdfs://no host/a.yaml"})
    void whatCannotBeReadIsNamed(String location) {
        assertThatThrownBy(() -> SweepText.read(location))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(location)
                .hasMessageContainingAll(location.contains("none.yaml") ? "no such file" : "cannot be read");
    }

    @Test
    void whatIsNoSweepFileIsToldOfUrlsToo() throws IOException {
        Path zipped = Files.write(directory.resolve("zipped"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
        Path latin = Files.write(directory.resolve("latin"), "name: ö".getBytes(StandardCharsets.ISO_8859_1));
        Path empty = Files.createFile(directory.resolve("empty"));
        assertThatThrownBy(() -> SweepText.read("file://" + zipped)).hasMessageContaining("packed by gzip");
        assertThatThrownBy(() -> SweepText.read("file://" + latin)).hasMessageContaining("is not UTF-8 text");
        assertThatThrownBy(() -> SweepText.read("file://" + empty)).hasMessageContaining("is empty");
        assertThatThrownBy(() -> SweepText.read("file://" + directory)).hasMessageContaining("is a directory");
    }

    /** The file that was sent along is in the driver's directory under its last name; here that is pom.xml. */
    @Test
    void aDriverOnTheClusterFindsTheFileThatWasSent() {
        String there = "/home/me/pom.xml";
        assertThatThrownBy(() -> SweepText.read(there)).hasMessageContaining("no such file");
        System.setProperty(MODE, "cluster");
        assertThat(SweepText.read(there)).contains("<artifactId>superpose</artifactId>");
        assertThatThrownBy(() -> SweepText.read("/home/me/none.yaml"))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("no such file on the node", "hdfs:///");
    }
}
