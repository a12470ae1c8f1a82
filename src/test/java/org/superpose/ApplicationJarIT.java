package org.superpose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.superpose.results.Build;

/** The application jar beside the Spark that it meets: nothing may be in both, for Spark's would win or clash. */
@Slow
class ApplicationJarIT {
    private static final Path JAR = Path.of(System.getProperty("superpose.jar"));
    private static final Path SPARK_JARS = Path.of(System.getProperty("superpose.spark"), "jars");

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
