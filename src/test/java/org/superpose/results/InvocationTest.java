package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InvocationTest {
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyItsOwnerReadsTheProvenanceAndItHoldsNoSecret(@TempDir Path folder) throws Exception {
        ResultsDirectory directory = ResultsDirectory.at(folder.toString());
        UUID id = UUID.randomUUID();
        SparkConf conf = new SparkConf(false)
                .set("spark.executor.cores", "4")
                .set("spark.executorEnv.AWS_SECRET_ACCESS_KEY", "hunter2");
        Invocation invocation = new Invocation(directory, id).environment(conf, "./submit.sh run a.yaml");
        invocation.write();
        invocation.put("ended_at", "now").write();

        Path file = folder.resolve("invocations/" + id + ".json");
        assertThat(Files.readString(file))
                .contains("\"spark.executor.cores\" : \"4\"", "AWS_SECRET_ACCESS_KEY", "ended_at")
                .doesNotContain("hunter2");
        try (var files = Files.list(file.getParent())) {
            assertThat(files.toList())
                    .hasSize(2)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo("rw-------"));
        }
    }
}
