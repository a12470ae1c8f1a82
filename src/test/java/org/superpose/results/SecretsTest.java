package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final String SECRET = "hunter2";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.hadoop.fs.azure.account.key.store.dfs.core.windows.net",
                "spark.hadoop.fs.azure.sas.container.store.blob.core.windows.net",
                "spark.hadoop.fs.s3a.secret.key",
                "spark.hadoop.fs.s3a.session.token",
                "spark.executorEnv.AWS_SECRET_ACCESS_KEY",
                "spark.executorEnv.Github_Pat",
                "spark.kubernetes.driverEnv.DBPASSWORD",
                "spark.ssl.keyStorePassword",
                "spark.ssl.trustStorePassphrase",
                "spark.authenticate.secret",
                "spark.driver.extraJavaOptions",
                "spark.executor.extraJavaOptions",
                "spark.SPARK.MASTER",
                "a setting of a site"
            })
    void aSettingThatIsNotListedLosesItsValue(String key) {
        assertThat(Secrets.setting(key, SECRET)).isEqualTo("(redacted)");
        for (String word : List.of(
                "--conf '" + key + "=" + SECRET + " and more'",
                "-c $'" + key + "=" + SECRET + "\\'s \\nlines'",
                "--conf=\"" + key + "=a\\\"" + SECRET + "\"")) {
            assertThat(ShownCommand.of("./submit.sh " + word + " run a.yaml --set n=3"))
                    .doesNotContain(SECRET)
                    .contains(key, "(redacted)")
                    .endsWith(" run a.yaml --set n=3");
        }
    }

    @Test
    void sizesAndSwitchesAreShown() {
        assertThat(Secrets.setting("spark.executor.memory", "8g")).isEqualTo("8g");
        String line =
                "SUPERPOSE_PROFILE=gpu ./submit.sh --master yarn --conf spark.executor.cores=4 --driver-memory 8g run"
                        + " my\\ sweep.yaml --out 'a b' --set 'model.output=[relu, gated]' --retry failed";
        assertThat(ShownCommand.of(line)).isEqualTo(line);
    }

    @Test
    void optionsOfJavaAreNot() {
        assertThat(ShownCommand.of("./submit.sh --driver-java-options -Dstore.pw=hunter2\\ -Xmx3g run a.yaml"))
                .isEqualTo("./submit.sh --driver-java-options (redacted) run a.yaml");
        assertThat(ShownCommand.of("./submit.sh --driver-java-options=-Dx=hunter2 run a.yaml"))
                .isEqualTo("./submit.sh --driver-java-options=(redacted) run a.yaml");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hdfs://me:hunter2@host:8020/x",
                "s3a://AKIA:hun/hunter2@bucket/x",
                "k8s://https://me:hunter2@host:6443",
                "https://hunter2@host/jar",
                "https://me:a?b hunter2 'c\"@host/jar",
                "https://host/x?sv=2020&sig=hunter2%3D",
                "wasbs://container:hunter2@account.blob.core.windows.net/x",
                "https://host/a.jar,https://me:hunter2@host/b.jar",
                "abfss://container@account/x.jar,s3a://AKIA:hunter2@bucket/y.jar",
                "s3a://AKIA:hun/ter,hunter2@bucket/y.jar",
                "https://host/x#sig=hunter2"
            })
    void urlsLoseUserPasswordAndQuery(String url) {
        assertThat(Secrets.word(url)).doesNotContain("hunter2").contains("://");
        assertThat(Secrets.setting("spark.master", url)).doesNotContain("hunter2");
        assertThat(ShownCommand.of("./submit.sh --repositories " + ShownCommand.quoted(url) + " run a.yaml --out x"))
                .doesNotContain("hunter2")
                .endsWith("run a.yaml --out x");
    }

    @Test
    void whatSparkRedactsItselfHoldsPasswordsWithSlashes() {
        assertThat(Pattern.compile(Secrets.SPARK_REDACTION)
                        .matcher("s3a://AKIA:a/hunter2@bucket/x")
                        .find())
                .isTrue();
        assertThat(Pattern.compile(Secrets.SPARK_REDACTION)
                        .matcher("hdfs://host/x")
                        .find())
                .isFalse();
    }

    @Test
    void aPasswordInATextMayHoldBlanks() {
        assertThat(Secrets.text("out: \"s3a://AK:my hunter2@b/x\" # and https://h/y#hunter2, then n: 3"))
                .doesNotContain("hunter2")
                .startsWith("out: \"s3a://(redacted)@b/x\" # and https://h/y?(redacted)")
                .endsWith(" then n: 3");
    }

    @Test
    void urlsInATextLoseThemToo() {
        assertThat(Secrets.text("# from https://me:hunter2@host/x?sig=hunter2 and hdfs://host/a\nname: x@y"))
                .isEqualTo("# from https://(redacted)@host/x?(redacted) and hdfs://host/a\nname: x@y");
        assertThat(Secrets.word("abfss://container@account.dfs.core.windows.net/x"))
                .isEqualTo("abfss://container@account.dfs.core.windows.net/x");
    }
}
