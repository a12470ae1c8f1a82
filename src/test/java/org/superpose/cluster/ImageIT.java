package org.superpose.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.Submitted;

/** The entry point of the image with a user's words, on the files that the Dockerfile copies. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the entry point is a script for bash")
@Slow
class ImageIT {
    private static final Path PROJECT = Path.of(System.getProperty("superpose.basedir"));

    @TempDir
    private Path root;

    private ImageRecipe image;
    private ContainerPaths paths;

    @BeforeEach
    void assemble() throws Exception {
        image = ImageRecipe.read(PROJECT);
        image.assemble(PROJECT, root);
        paths = new ContainerPaths(image.folders(root));
    }

    /** JUnit would warn of each link that leads out of its temporary directory. */
    @AfterEach
    void removeLinks() throws Exception {
        for (ImageRecipe.Copy copy : image.copies()) {
            Files.delete(Path.of(paths.here(copy.target())));
        }
    }

    private Submitted start(String... words) throws Exception {
        Map<String, String> environment = new HashMap<>(image.environment());
        environment.replaceAll((name, value) -> paths.here(value));
        environment.put("SPARK_DRIVER_BIND_ADDRESS", "127.0.0.1");
        List<String> command = new ArrayList<>(List.of("env", "-u", "SPARK_CONF_DIR"));
        image.entryPoint().forEach(word -> command.add(paths.here(word)));
        command.addAll(List.of(words));
        return Submitted.launch(Path.of(paths.here(image.workingDirectory())), environment, command);
    }

    @Test
    void aCommandRunsInTheContainer() throws Exception {
        try (Submitted theory = start(
                "theory", "--n", "20", "--m", "5", "--sparsity", "0.9", "--columns", "n,m,ratio", "--format", "csv")) {
            assertThat(theory.exitCode()).as(theory.err()).isZero();
            assertThat(theory.out().lines()).containsExactly("n,m,ratio", "20,5,0.25");
        }
    }

    /** As the Spark operator would start it, which knows nothing of {@code submit.sh}. */
    @Test
    void aDriverHasWhatSuperposeNeedsOfSparkUnlessItsPropertiesSayOtherwise() throws Exception {
        Path properties =
                Files.writeString(root.resolve("spark.properties"), "spark.master=local[1]\nspark.ui.enabled=true\n");
        String jar = paths.here("local:///opt/superpose/superpose.jar");
        try (Submitted driver = start(
                "driver",
                "--properties-file",
                properties.toString(),
                "--verbose",
                "--class",
                "org.superpose.cli.Main",
                jar,
                "--version")) {
            assertThat(driver.exitCode()).as(driver.err()).isZero();
            assertThat(driver.out()).contains("superpose ");
            assertThat(driver.err())
                    .contains("(spark.ui.enabled,true)", "(spark.sql.session.timeZone,UTC)")
                    .contains("(spark.driver.bindAddress,127.0.0.1)")
                    .doesNotContain("(spark.ui.enabled,false)");
        }
    }

    @Test
    void aMistakeIsTheExitCodeOfTheContainer() throws Exception {
        try (Submitted wrong = start("run", "none.yaml")) {
            assertThat(wrong.exitCode()).isEqualTo(2);
            assertThat(wrong.err()).contains("none.yaml: no such file");
        }
    }
}
