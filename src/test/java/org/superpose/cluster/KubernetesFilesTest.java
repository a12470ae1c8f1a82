package org.superpose.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.superpose.cli.Main;
import org.superpose.cluster.ImageRecipe.Copy;

/** The files of {@code conf/kubernetes} agree with one another, with the build and with {@code submit.sh}. */
class KubernetesFilesTest {
    private static final Path PROJECT = Path.of("");
    private static final Path FOLDER = Path.of("conf", "kubernetes");
    private static final String JAR = "/opt/superpose/superpose.jar";

    private static Map<String, String> settings() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(FOLDER.resolve("superpose.conf"))) {
            properties.load(reader);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.forEach((key, value) -> settings.put((String) key, (String) value));
        return settings;
    }

    private static Map<String, JsonNode> manifests(String file) throws IOException {
        Map<String, JsonNode> documents = new TreeMap<>();
        YAMLMapper mapper = new YAMLMapper();
        try (MappingIterator<JsonNode> all =
                mapper.readerFor(JsonNode.class).readValues(FOLDER.resolve(file).toFile())) {
            while (all.hasNext()) {
                JsonNode document = all.next();
                String name = document.path("kind").asText() + " "
                        + document.at("/metadata/name").asText();
                assertThat(documents.put(name.strip(), document)).as(name).isNull();
            }
        }
        return documents;
    }

    private static String pom(String property) throws IOException {
        Matcher matcher = Pattern.compile("<" + Pattern.quote(property) + ">([^<]*)<")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(matcher.find()).as(property).isTrue();
        return matcher.group(1);
    }

    private static String image() throws IOException {
        return "superpose:" + pom("version");
    }

    @Test
    void theImageHasWhatTheBuildMakes() throws IOException {
        ImageRecipe recipe = ImageRecipe.read(PROJECT);
        assertThat(recipe.copies())
                .contains(
                        new Copy("target/spark/jars", "/opt/spark/jars"),
                        new Copy("target/superpose-" + pom("version") + "-app.jar", JAR),
                        new Copy(FOLDER + "/entrypoint.sh", recipe.entryPoint().get(0)));
        assertThat(recipe.copies().get(0).source()).as("the largest layer").isEqualTo("target/spark/jars");
        assertThat(recipe.copies().get(recipe.copies().size() - 1).target())
                .as("what changes")
                .isEqualTo(JAR);
        assertThat(recipe.copies())
                .extracting(Copy::source)
                .containsExactlyInAnyOrderElementsOf(ImageRecipe.context(PROJECT))
                .filteredOn(source -> !source.startsWith("target/"))
                .allSatisfy(source -> assertThat(Path.of(source)).exists());
        assertThat(recipe.environment())
                .containsEntry("SPARK_HOME", "/opt/spark")
                .containsEntry("SUPERPOSE_HOME", "/opt/superpose")
                .containsEntry("SPARK_SCALA_VERSION", pom("scala.binary.version"));
        assertThat(recipe.base()).isEqualTo("eclipse-temurin:17-jre");
        assertThat(FOLDER.resolve("entrypoint.sh")).isExecutable();
        assertThat(Files.readString(Path.of("submit.sh"))).contains("application_jar=local://" + JAR + "\n");
    }

    @Test
    void theSettingsNameWhatTheManifestMakes() throws IOException {
        Map<String, JsonNode> made = manifests("superpose.yaml");
        Map<String, String> settings = settings();
        assertThat(settings)
                .containsEntry("spark.kubernetes.namespace", "superpose")
                .containsEntry("spark.kubernetes.container.image", image())
                .containsEntry("spark.kubernetes.authenticate.driver.serviceAccountName", "superpose");
        assertThat(made)
                .containsOnlyKeys(
                        "Namespace superpose",
                        "ServiceAccount superpose",
                        "Role superpose",
                        "Role superpose-submit",
                        "RoleBinding superpose",
                        "PersistentVolumeClaim superpose-results");
        assertThat(made.values())
                .filteredOn(document -> !document.path("kind").asText().equals("Namespace"))
                .allSatisfy(document ->
                        assertThat(document.at("/metadata/namespace").asText()).isEqualTo("superpose"));
        JsonNode binding = made.get("RoleBinding superpose");
        assertThat(binding.at("/roleRef/name").asText()).isEqualTo("superpose");
        assertThat(binding.at("/subjects/0/name").asText()).isEqualTo("superpose");
        assertThat(binding.at("/subjects/0/namespace").asText()).isEqualTo("superpose");
        assertThat(made.get("PersistentVolumeClaim superpose-results")
                        .at("/spec/accessModes/0")
                        .asText())
                .isEqualTo("ReadWriteMany");
        for (String role : List.of("driver", "executor")) {
            String volume = "spark.kubernetes." + role + ".volumes.persistentVolumeClaim.results.";
            assertThat(settings)
                    .containsEntry(volume + "options.claimName", "superpose-results")
                    .containsEntry(volume + "mount.path", "/results");
            assertThat(Path.of(settings.get("spark.kubernetes." + role + ".podTemplateFile")))
                    .exists();
        }
    }

    @Test
    void aCommandHasTheImageAndTheVolumeOfTheSettings() throws IOException {
        JsonNode spec = manifests("status.yaml").get("Pod superpose-status").path("spec");
        assertThat(spec.path("securityContext"))
                .isEqualTo(manifests("pod.yaml").get("Pod").at("/spec/securityContext"));
        assertThat(spec.at("/containers/0/image").asText()).isEqualTo(image());
        assertThat(spec.at("/containers/0/volumeMounts/0/mountPath").asText()).isEqualTo("/results");
        assertThat(spec.at("/volumes/0/persistentVolumeClaim/claimName").asText())
                .isEqualTo("superpose-results");
    }

    @Test
    void theOperatorStartsWhatTheSettingsDo() throws IOException {
        JsonNode spec = manifests("sparkapplication.yaml")
                .get("SparkApplication superpose")
                .path("spec");
        Map<String, String> settings = settings();
        assertThat(spec.path("image").asText()).isEqualTo(settings.get("spark.kubernetes.container.image"));
        assertThat(spec.path("sparkVersion").asText()).isEqualTo(pom("spark.version"));
        assertThat(spec.path("mainClass").asText()).isEqualTo(Main.class.getName());
        assertThat(spec.path("mainApplicationFile").asText()).isEqualTo("local://" + JAR);
        assertThat(spec.at("/volumes/0/persistentVolumeClaim/claimName").asText())
                .isEqualTo("superpose-results");
        assertThat(spec.path("arguments")).extracting(JsonNode::asText).startsWith("run", "/sweeps/sweep.yaml");
        assertThat(spec.at("/driver/volumeMounts/1/mountPath").asText()).isEqualTo("/sweeps");
        JsonNode pod = manifests("pod.yaml").get("Pod");
        String user = ImageRecipe.read(PROJECT).user();
        for (String role : List.of("driver", "executor")) {
            JsonNode part = spec.path(role);
            assertThat(part.path("serviceAccount").asText()).isEqualTo("superpose");
            assertThat(part.at("/volumeMounts/0/mountPath").asText()).isEqualTo("/results");
            assertThat(part.path("podSecurityContext")).isEqualTo(pod.at("/spec/securityContext"));
            assertThat(part.at("/podSecurityContext/runAsUser").asText()).isEqualTo(user);
            assertThat(part.path("memory").asText()).isEqualTo(settings.get("spark." + role + ".memory"));
        }
        for (String key : List.of("instances", "cores", "memoryOverhead")) {
            assertThat(spec.at("/executor/" + key).asText()).isEqualTo(settings.get("spark.executor." + key));
        }
    }
}
