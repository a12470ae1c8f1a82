package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.errors.UserException;

class DeployModeTest {
    private static final String MODE = "spark.submit.deployMode";

    @AfterEach
    void forget() {
        System.clearProperty(MODE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yarn | spark.submit.deployMode=client | false | false",
                "yarn | spark.submit.deployMode=cluster | true | true",
                "spark://h:7077 | spark.submit.deployMode=cluster | true | false",
                "k8s://https://h | spark.kubernetes.submitInDriver=true | true | false",
                "k8s://https://h | spark.app.name=x | false | false"
            })
    void theDriverKnowsWhereItIs(String master, String setting, boolean cluster, boolean applicationMaster) {
        String[] words = setting.split("=");
        SparkConf conf = new SparkConf(false).set("spark.master", master).set(words[0], words[1]);
        assertThat(DeployMode.cluster(conf)).isEqualTo(cluster);
        assertThat(DeployMode.inApplicationMaster(conf)).isEqualTo(applicationMaster);
    }

    @Test
    void aRelativeLocationIsTheCallersWhateverTheSiteHas() {
        assertThat(Location.path("results of/mine").toUri().getScheme()).isEqualTo("file");
        assertThat(Location.path("results of/mine").toUri().getPath())
                .isEqualTo(new File("results of/mine").getAbsolutePath());
        assertThat(Location.path("/mine").toUri().getScheme()).isNull();
        assertThat(Location.path("hdfs://host/mine")).hasToString("hdfs://host/mine");
    }

    @Test
    void thereIsNoCallersDirectoryOnACluster() {
        System.setProperty(MODE, "cluster");
        assertThatThrownBy(() -> Location.path("results/mine"))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("results/mine", "relative", "hdfs:///");
        assertThat(Location.path("/mine")).hasToString("/mine");
    }

    @Test
    void whatASiteSetsIsOverriddenWithANotice() {
        SparkConf site = new SparkConf(false)
                .set("spark.speculation", "true")
                .set("spark.sql.sources.commitProtocolClass", "org.example.Committer")
                .set("spark.sql.session.timeZone", "UTC");
        assertThat(Sessions.overridden(site))
                .hasSize(2)
                .anyMatch(notice -> notice.contains("spark.speculation = true is not followed"))
                .anyMatch(notice -> notice.contains("org.example.Committer is not followed"));
        assertThat(Sessions.overridden(new SparkConf(false))).isEmpty();
    }
}
