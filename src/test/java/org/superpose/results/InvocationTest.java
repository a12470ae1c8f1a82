package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvocationTest {
    @Test
    void secretsOnTheCommandLineAreNotRecorded() {
        assertThat(Invocation.redacted("./submit.sh --conf spark.hadoop.fs.x.password=hunter2 run a.yaml --set n=3"))
                .isEqualTo("./submit.sh --conf spark.hadoop.fs.x.password=(redacted) run a.yaml --set n=3");
        assertThat(Invocation.redacted("./submit.sh run 'my sweep.yaml'")).isEqualTo("./submit.sh run 'my sweep.yaml'");
    }
}
