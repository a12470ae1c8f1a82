package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskedSlotsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spark://h:7077 | | none",
                "spark://h:7077 | spark.cores.max=12 | 12",
                "spark://h:7077 | spark.cores.max=12 spark.task.cpus=2 | 6",
                "spark://h:7077 | spark.executor.instances=3 spark.executor.cores=4 spark.cores.max=8 | 8",
                "yarn | | 2",
                "yarn | spark.executor.instances=20 spark.executor.cores=4 spark.task.cpus=2 | 40",
                "yarn | spark.executor.instances=10 spark.executor.cores=3 spark.task.cpus=2 | 10",
                "yarn | spark.dynamicAllocation.enabled=true | none",
                "yarn | spark.dynamicAllocation.enabled=true spark.dynamicAllocation.maxExecutors=5 spark.executor.cores=4 | 20",
                "k8s://https://h:6443 | spark.executor.instances=3 | 3"
            })
    void theyAreWhatWasAskedFor(String master, String settings, String expected) {
        SparkConf conf = new SparkConf(false).set("spark.master", master);
        if (settings != null) {
            for (String setting : settings.split(" ")) {
                conf.set(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
            }
        }
        assertThat(AskedSlots.of(conf))
                .isEqualTo(expected.equals("none") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(expected)));
    }
}
