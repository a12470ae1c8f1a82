package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskFullTest {
    /** What Linux says of bytes and of quotas, and what Hadoop says where a disk has no inode left for a folder. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "write failed: Disk quota exceeded",
                "Mkdirs failed to create file:/out/models/invocation=1/_temporary/0 (exists=false, cwd=file:/home)"
            })
    void aCauseThatSaysSoIsFound(String message) {
        assertThat(DiskFull.causes(new IllegalStateException("a task failed", new IOException(message))))
                .isTrue();
    }

    @Test
    void otherCausesAreNotTakenForIt() {
        assertThat(DiskFull.causes(new IOException("Permission denied"))).isFalse();
        assertThat(DiskFull.causes(new IOException((String) null))).isFalse();
    }
}
