package org.superpose;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.superpose.cli.Main;
import org.superpose.errors.UserException;
import org.superpose.results.WallClock;
import org.superpose.simd.ByName;

/** The direction in which packages may know each other, and what only some of them may use. */
class ArchitectureTest {
    private static final String ROOT = "org.superpose";

    /** Each package, in the order data flows, and those of ours that it may use; every package may throw {@link UserException}. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("errors", Set.of()),
            entry("files", Set.of()),
            entry("simd", Set.of()),
            entry("cores", Set.of()),
            entry("columns", Set.of()),
            entry("simd.vector", Set.of()),
            entry("model", Set.of("files")),
            entry("data", Set.of("simd", "model")),
            entry("data.vector", Set.of("simd.vector", "data")),
            entry("linear", Set.of("simd")),
            entry("linear.vector", Set.of("simd.vector", "linear")),
            entry("kernel", Set.of("simd", "cores", "model", "data")),
            entry("kernel.vector", Set.of("simd", "cores", "simd.vector", "model", "data", "kernel")),
            entry("kernel.nd4j", Set.of("model", "data", "kernel")),
            entry("train", Set.of("model", "data", "linear", "kernel", "construct")),
            entry("theory", Set.of("model", "data")),
            entry("codes", Set.of("theory", "geometry")),
            entry("construct", Set.of("model", "data", "theory", "codes")),
            entry("scaling", Set.of()),
            entry("measure", Set.of("columns", "model", "data", "linear", "kernel", "theory")),
            entry("geometry", Set.of("columns", "model", "data", "theory", "measure")),
            entry("config", Set.of("files", "model", "data", "kernel", "train", "construct", "measure")),
            entry(
                    "grid",
                    Set.of("model", "data", "kernel", "train", "theory", "codes", "construct", "measure", "config")),
            entry(
                    "results",
                    Set.of("files", "columns", "model", "data", "train", "measure", "geometry", "config", "grid")),
            entry("views", Set.of("columns", "model", "data", "construct", "scaling", "grid", "results")),
            entry("sweep.progress", Set.of("results")),
            entry(
                    "sweep",
                    Set.of(
                            "cores",
                            "model",
                            "data",
                            "kernel",
                            "train",
                            "construct",
                            "measure",
                            "geometry",
                            "grid",
                            "results",
                            "views",
                            "sweep.progress")),
            entry("report", Set.of("columns", "model", "train", "theory", "grid", "results", "views")),
            entry("bench", Set.of("simd", "cores", "model", "data", "linear", "kernel", "measure")),
            entry("bench.nd4j", Set.of("kernel", "kernel.nd4j", "bench")),
            entry("cli.output", Set.of("model", "config")),
            entry("cli.sql", Set.of("files", "results", "views", "cli.output")),
            entry("cli.theory", Set.of("files", "theory", "cli.output")),
            entry(
                    "cli",
                    Set.of(
                            "files",
                            "cores",
                            "columns",
                            "model",
                            "data",
                            "kernel",
                            "theory",
                            "codes",
                            "construct",
                            "measure",
                            "geometry",
                            "config",
                            "grid",
                            "results",
                            "views",
                            "sweep",
                            "sweep.progress",
                            "report",
                            "bench",
                            "cli.output",
                            "cli.sql",
                            "cli.theory")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void everyClassIsInAPackageWithRules() {
        Set<String> known = MAY_USE.keySet();
        assertThat(CLASSES).hasSizeGreaterThan(30);
        assertThat(CLASSES.stream().map(ArchitectureTest::packageOf).collect(Collectors.toSet()))
                .as("packages under %s; a new one must be given its place in MAY_USE", ROOT)
                .isSubsetOf(known)
                .contains("model", "data", "kernel.vector", "train", "cli");
    }

    @TestFactory
    Stream<DynamicTest> packagesKnowOnlyThoseBeforeThem() {
        return MAY_USE.entrySet().stream().map(entry -> {
            String name = entry.getKey();
            String[] forbidden = MAY_USE.keySet().stream()
                    .filter(other -> !other.equals(name) && !other.equals("errors"))
                    .filter(other -> !entry.getValue().contains(other))
                    .map(ArchitectureTest::exactly)
                    .toArray(String[]::new);
            ArchRule rule = noClasses()
                    .that()
                    .resideInAPackage(exactly(name))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(forbidden))
                    .allowEmptyShould(true);
            return DynamicTest.dynamicTest(name, () -> rule.check(CLASSES));
        });
    }

    @Test
    void sparkIsFenced() {
        onlyIn(
                List.of("results", "views", "sweep", "report", "cli"),
                "org.apache.spark..",
                "org.apache.hadoop..",
                "org.apache.parquet..",
                "scala..");
    }

    @Test
    void theVectorApiIsFenced() {
        onlyIn(List.of("simd.vector", "data.vector", "linear.vector", "kernel.vector"), "jdk.incubator..");
    }

    /** It adds in an open order: compiled code on Java 25 in another one than the interpreter, so results would not repeat to the bit. */
    @Test
    void floatsAreNotReducedAcrossLanes() {
        noClasses()
                .should()
                .accessTargetWhere(DescribedPredicate.describe(
                        "is a reduction of a FloatVector or DoubleVector",
                        access -> Set.of("jdk.incubator.vector.FloatVector", "jdk.incubator.vector.DoubleVector")
                                        .contains(access.getTargetOwner().getName())
                                && access.getTarget().getName().startsWith("reduceLanes")))
                .check(CLASSES);
    }

    @Test
    void nd4jIsFenced() {
        onlyIn(List.of("kernel.nd4j", "bench.nd4j"), "org.nd4j..", "org.bytedeco..");
    }

    /** The map is ordered: no package uses, through others, what uses it. */
    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    /** An arrow in a string is seen by no rule here: {@link ByName} alone follows one, to what is optional; the JDK's own classes may be named. */
    @Test
    void classesAreNamedByStringsInOnePlace() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ByName.class.getName())
                .and()
                .doNotHaveFullyQualifiedName("org.superpose.sweep.SystemSignal")
                .should()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
                .orShould()
                .callMethod(ClassLoader.class, "loadClass", String.class)
                .check(CLASSES);
    }

    /** What is optional is looked up by the package that has the contract it implements. */
    @Test
    void optionalClassesAreLookedUpBesideTheirContracts() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        exactly("simd"), exactly("data"), exactly("linear"), exactly("kernel"), exactly("bench"))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ByName.class.getName())
                .check(CLASSES);
    }

    @Test
    void picocliIsFenced() {
        onlyIn(List.of("cli"), "picocli..");
    }

    @Test
    void jlineIsFenced() {
        onlyIn(List.of("cli"), "org.jline..");
    }

    @Test
    void onlyMainEndsTheProcess() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .check(CLASSES);
    }

    @Test
    void onlyCommandsWriteToStandardOutput() {
        noClasses()
                .that()
                .resideOutsideOfPackage(inPackage("cli"))
                .should()
                .accessField(System.class, "out")
                .check(CLASSES);
    }

    /** The clock and chance enter only with the run's provenance, the lock and the names of drafts. */
    @Test
    void resultsDependOnNeitherClockNorChance() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        inPackage("files"),
                        inPackage("results"),
                        inPackage("views"),
                        inPackage("sweep"),
                        inPackage("report"),
                        inPackage("cli"))
                .should()
                .accessTargetWhere(clockOrChance())
                .check(CLASSES);
    }

    /** Where the clock is wrong, it is wrong for all that is written, see {@link WallClock}. */
    @Test
    void datesComeFromOneClock() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(WallClock.class.getName())
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    @Test
    void nothingDrawsFromTheThreadsGenerator() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .check(CLASSES);
    }

    @Test
    void nothingReadsSerialisedObjects() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .check(CLASSES);
    }

    @Test
    void everyPackageSaysWhatItHolds() throws IOException {
        Set<String> silent = new TreeSet<>();
        for (Path directory : directories()) {
            if (contains(directory, path -> path.toString().endsWith(".java"))
                    && !contains(directory, path -> path.endsWith("package-info.java"))) {
                silent.add(directory.toString());
            }
        }
        assertThat(silent).as("packages without a package-info.java").isEmpty();
    }

    private static List<Path> directories() throws IOException {
        Path sources = Path.of("src", "main", "java", "org", "superpose");
        try (Stream<Path> paths = Files.walk(sources)) {
            return paths.filter(Files::isDirectory).toList();
        }
    }

    private static boolean contains(Path directory, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(wanted);
        }
    }

    private static void onlyIn(List<String> packages, String... fenced) {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        packages.stream().map(ArchitectureTest::inPackage).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(fenced)
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaAccess<?>> clockOrChance() {
        return new DescribedPredicate<>("reads the clock or draws from an unseeded generator") {
            @Override
            public boolean test(JavaAccess<?> access) {
                String owner = access.getTargetOwner().getName();
                String name = access.getTarget().getName();
                boolean clock = name.equals("currentTimeMillis")
                        || (owner.startsWith("java.time.") && (name.equals("now") || name.startsWith("system")));
                boolean chance = (name.equals("random") && owner.startsWith("java.lang."))
                        || name.equals("randomUUID")
                        || owner.equals("java.util.Random")
                        || owner.equals("java.security.SecureRandom");
                return clock || chance;
            }
        };
    }

    private static String exactly(String name) {
        return ROOT + "." + name;
    }

    /** A package and those under it. */
    private static String inPackage(String name) {
        return ROOT + "." + name + "..";
    }

    private static String packageOf(JavaClass type) {
        String inside = type.getPackageName().substring(ROOT.length());
        return inside.isEmpty() ? "" : inside.substring(1);
    }
}
