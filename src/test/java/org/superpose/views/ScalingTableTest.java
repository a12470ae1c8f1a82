package org.superpose.views;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestSpark;

/** Whatever fails, the table that was there is there, or the message says where. */
@Slow
class ScalingTableTest {
    @TempDir
    java.nio.file.Path folder;

    /** Refuses some renames, counted from 1. */
    private static final class Failing extends RawLocalFileSystem {
        private final List<Integer> refused;
        private int renames;

        Failing(Integer... refused) throws IOException {
            this.refused = List.of(refused);
            initialize(URI.create("file:///"), new Configuration());
        }

        @Override
        public boolean rename(Path from, Path to) throws IOException {
            renames++;
            return !refused.contains(renames) && super.rename(from, to);
        }
    }

    private Path path(String name) {
        return new Path(folder.resolve(name).toUri());
    }

    private void replace(Failing files) throws IOException {
        Files.createDirectory(folder.resolve("new"));
        Files.writeString(folder.resolve("new/part"), "new");
        ScalingTable.replace(files, path("new"), path("table"), path("_old"));
    }

    private String found() throws IOException {
        return Files.readString(folder.resolve("table/part"));
    }

    @Test
    void theNewTableTakesThePlaceOfTheOldOne() throws IOException {
        replace(new Failing());
        assertThat(found()).isEqualTo("new");
        Files.writeString(folder.resolve("table/part"), "old");
        replace(new Failing());
        assertThat(found()).isEqualTo("new");
        assertThat(folder.resolve("_old")).doesNotExist();
    }

    @Test
    void whereTheNewTableCannotBeMovedTheOldOneComesBack() throws IOException {
        Files.createDirectory(folder.resolve("table"));
        Files.writeString(folder.resolve("table/part"), "old");
        assertThatThrownBy(() -> replace(new Failing(2))).hasMessageContaining("cannot rename");
        assertThat(found()).isEqualTo("old");
        assertThat(folder.resolve("_old")).doesNotExist();
    }

    @Test
    void whereItCannotComeBackEitherItsPlaceIsNamed() throws IOException {
        Files.createDirectory(folder.resolve("table"));
        Files.writeString(folder.resolve("table/part"), "old");
        Path old = path("_old");
        assertThatThrownBy(() -> replace(new Failing(2, 3)))
                .hasMessageContaining("cannot rename")
                .hasMessageEndingWith("; the table that was there is now " + old);
        assertThat(folder.resolve("_old/part")).hasContent("old");
    }

    @Test
    void aFailedWriteLeavesTheTableAndNothingElse() throws IOException {
        Files.createDirectory(folder.resolve("scaling"));
        Files.writeString(folder.resolve("scaling/part"), "old");
        TestSpark.session().sql("SELECT raise_error('no fit') AS alpha").createOrReplaceTempView(Scaling.VIEW);
        assertThatThrownBy(() -> ScalingTable.write(TestSpark.session(), ResultsDirectory.at(folder.toString())))
                .hasStackTraceContaining("no fit");
        assertThat(folder.resolve("scaling/part")).hasContent("old");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }
}
