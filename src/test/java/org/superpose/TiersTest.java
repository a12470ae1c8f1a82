package org.superpose;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** No test is in the wrong tier: one that is not {@link Slow} starts neither Spark nor a process, and no integration test is forgotten. */
@Slow
class TiersTest {
    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
            .importPackages("org.superpose");

    @Test
    void integrationTestsAreSlow() {
        classes()
                .that()
                .haveSimpleNameEndingWith("IT")
                .should()
                .beAnnotatedWith(Slow.class)
                .because("mvn verify runs what is annotated with @Slow after the package is made, and nothing else")
                .check(TESTS);
    }

    @Test
    void testsThatStartSparkAreSlow() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Test")
                .and()
                .areNotAnnotatedWith(Slow.class)
                .should()
                .transitivelyDependOnClassesThat()
                .haveNameMatching("org\\.superpose\\.(.*\\.)?(TestSpark|Submitted)")
                .because("mvn test is to take less than two minutes: annotate the class with @Slow")
                .check(TESTS);
    }
}
