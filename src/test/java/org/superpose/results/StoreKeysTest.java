package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class StoreKeysTest {
    private static final SparkConf NOTHING = new SparkConf(false);

    @Test
    void theKeysOfTheEnvironmentReachExecutorsAndAreShownNowhere() {
        Map<String, String> keys = Sessions.storeKeys(
                Map.of(
                        "AWS_ACCESS_KEY_ID",
                        "AKIA1",
                        "AWS_SECRET_ACCESS_KEY",
                        "s",
                        "AWS_SESSION_TOKEN",
                        "t",
                        "HOME",
                        "/"),
                NOTHING);
        assertThat(keys)
                .containsOnly(
                        Map.entry("spark.hadoop.fs.s3a.access.key", "AKIA1"),
                        Map.entry("spark.hadoop.fs.s3a.secret.key", "s"),
                        Map.entry("spark.hadoop.fs.s3a.session.token", "t"));
        keys.forEach((setting, value) -> {
            assertThat(setting).containsPattern(Pattern.compile(Secrets.SPARK_REDACTION));
            assertThat(Secrets.setting(setting, value)).isEqualTo("(redacted)");
        });
    }

    @Test
    void halfAPairOfKeysIsNone() {
        assertThat(Sessions.storeKeys(Map.of("AWS_ACCESS_KEY_ID", "AKIA1"), NOTHING))
                .isEmpty();
    }

    @Test
    void whoeverSubmitsOneHandsOverNoneOfTheEnvironment() {
        SparkConf submitted = new SparkConf(false).set("spark.hadoop.fs.s3a.access.key", "AKIA2");
        assertThat(Sessions.storeKeys(
                        Map.of("AWS_ACCESS_KEY_ID", "AKIA1", "AWS_SECRET_ACCESS_KEY", "s", "AWS_SESSION_TOKEN", "t"),
                        submitted))
                .isEmpty();
    }
}
