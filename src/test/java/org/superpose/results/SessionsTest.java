package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.Slow;

@Slow
class SessionsTest {
    /** Spark takes executors for lost after two silent minutes, and then ends the process where they live in it. */
    @Test
    void aLaptopMaySleepThroughARun() {
        assertThat(TestSpark.session().sparkContext().getConf().getTimeAsSeconds("spark.network.timeout"))
                .isGreaterThan(Duration.ofDays(30).toSeconds());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "local | true",
                "local[2,4] | true",
                "local-cluster[2,1,1024] | false",
                "spark://host:7077 | false",
                "yarn | false"
            })
    void localIsWhereTasksRunInTheDriver(String master, boolean local) {
        assertThat(Sessions.local(master)).isEqualTo(local);
    }
}
