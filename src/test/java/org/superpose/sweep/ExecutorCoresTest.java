package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecutorCoresTest {
    private static final int ALL = Integer.MAX_VALUE;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "local | | 1",
                "local[4] | | 4",
                "local[3,4] | | 3",
                "local[*] | | " + ALL,
                "local[*,4] | 2 | " + ALL,
                "local-cluster[2,3,1024] | | 3",
                "local-cluster[2,3,1024] | 2 | 2",
                "spark://host:7077 | | " + ALL,
                "spark://host:7077 | 8 | 8",
                "yarn | | 1",
                "yarn | 4 | 4",
                "k8s://https://host:6443 | | 1"
            })
    void theyAreWhatSparkWasTold(String master, String perExecutor, int cores) {
        SparkConf conf = new SparkConf(false).set("spark.master", master);
        if (perExecutor != null) {
            conf.set("spark.executor.cores", perExecutor);
        }
        assertThat(ExecutorCores.of(conf)).isEqualTo(cores);
    }
}
