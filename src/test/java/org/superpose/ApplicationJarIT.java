package org.superpose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.superpose.results.Build;

/** The application jar beside the Spark that it meets: nothing may be in both, for Spark's would win or clash. */
@Slow
class ApplicationJarIT {
    private static final Path JAR = Path.of(System.getProperty("superpose.jar"));
    private static final Path SPARK_JARS = Path.of(System.getProperty("superpose.spark"), "jars");
    private static final Path SBOM = Path.of(System.getProperty("superpose.sbom"));
    private static final Pattern TEXT_FILE = Pattern.compile("[\\w.-]+\\.txt");
    private static final Pattern GCC_LIBRARY = Pattern.compile("lib(gomp|gfortran|quadmath|gcc_s|stdc\\+\\+)");

    @Test
    void sharesNoClassWithSpark() throws IOException {
        Set<String> ofSpark = new HashSet<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(SPARK_JARS, "*.jar")) {
            for (Path jar : jars) {
                ofSpark.addAll(classes(jar));
            }
        }
        assertThat(ofSpark)
                .as("classes of Spark")
                .hasSizeGreaterThan(10_000)
                .contains("org/apache/spark/SparkContext.class");

        Set<String> both = new TreeSet<>(classes(JAR));
        both.retainAll(ofSpark);

        assertThat(both).isEmpty();
    }

    @Test
    void holdsTheProgramAndNd4jWithNatives() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("org.superpose.cli.Main");
            assertThat(jar.stream().map(ZipEntry::getName))
                    .contains(
                            "org/superpose/cli/Main.class",
                            "org/superpose/build.properties",
                            "org/nd4j/linalg/factory/Nd4j.class",
                            "picocli/CommandLine.class",
                            "META-INF/resources/webjars/d3/" + Build.current().d3() + "/dist/d3.min.js")
                    .anyMatch(name -> name.matches("org/nd4j/.*/(lib)?nd4j(cpu|cuda)\\.(so|dylib|dll)"))
                    .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA)"));
        }
    }

    @Test
    void meetsTheSparkItWasCompiledForAndNoOther() throws IOException {
        try (Stream<Path> jars = Files.list(SPARK_JARS)) {
            assertThat(jars.map(jar -> jar.getFileName().toString()).filter(name -> name.startsWith("spark-core_")))
                    .as("old jars under %s; remove the directory and build again", SPARK_JARS)
                    .singleElement()
                    .asString()
                    .endsWith("-" + Build.current().spark() + ".jar");
        }
    }

    @Test
    void holdsEveryLicenceAndNotice() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names = jar.stream().map(ZipEntry::getName).toList();
            String index = text(jar, "META-INF/licenses/README.txt");

            assertThat(names)
                    .doesNotHaveDuplicates()
                    .noneMatch(name -> name.matches("(?i)META-INF/(LICENSE|NOTICE)\\..*"));
            assertThat(text(jar, "META-INF/LICENSE")).contains("Apache License", "END OF TERMS AND CONDITIONS");
            assertThat(text(jar, "META-INF/NOTICE"))
                    .contains("superpose\nCopyright 2026 ", "Jackson JSON processor", "Apache Commons Net")
                    .containsOnlyOnce("superpose\nCopyright")
                    .doesNotContain("2006-");
            assertThat(TEXT_FILE.matcher(index).results().map(found -> "META-INF/licenses/" + found.group()))
                    .hasSizeGreaterThan(5)
                    .isSubsetOf(names);
            assertThat(names).anyMatch(name -> name.matches("META-INF/resources/webjars/d3/[^/]+/LICENSE"));
            assertThat(names.stream()
                            .map(GCC_LIBRARY::matcher)
                            .filter(Matcher::find)
                            .map(Matcher::group))
                    .isNotEmpty()
                    .allMatch(index::contains);
        }
    }

    @Test
    void theBillOfMaterialsNamesWhatIsInTheJarAndItsLicence() throws IOException {
        assumeTrue(Files.exists(SBOM), () -> "no " + SBOM + ": Maven was offline");
        JsonNode bom = new ObjectMapper().readTree(SBOM.toFile());
        assertThat(bom.get("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bom.has("serialNumber")).isFalse();
        assertThat(bom.at("/metadata/component/name").asText()).isEqualTo("superpose");
        List<String> libraries = new ArrayList<>();
        for (JsonNode component : bom.get("components")) {
            libraries.add(component.get("group").asText() + ":"
                    + component.get("name").asText());
        }
        assertThat(libraries)
                .contains("info.picocli:picocli", "org.webjars.npm:d3", "org.bytedeco:javacpp")
                .noneMatch(name -> name.startsWith("org.apache.spark"));
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(text(jar, "META-INF/licenses/README.txt").split("\\s+"))
                    .as("add what is missing to src/main/licenses/README.txt")
                    .contains(libraries.toArray(String[]::new));
        }
    }

    private static String text(JarFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Set<String> classes(Path path) throws IOException {
        Set<String> names = new HashSet<>();
        try (JarFile jar = new JarFile(path.toFile())) {
            jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class")
                            && !name.endsWith("module-info.class")
                            && !name.endsWith("package-info.class"))
                    .forEach(names::add);
        }
        return names;
    }
}
