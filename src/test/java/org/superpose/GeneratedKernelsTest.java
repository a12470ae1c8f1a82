package org.superpose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.superpose.KernelTemplate.Target;

/** The unrolled kernels in the sources are what the templates beside them say. */
class GeneratedKernelsTest {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final String ENDING = ".template";

    @Test
    void everyUnrolledKernelFollowsFromTheTemplateBesideIt() throws IOException {
        List<Path> templates = files(ENDING);
        assertThat(templates).isNotEmpty();
        for (Path path : templates) {
            KernelTemplate template = KernelTemplate.of(Files.readAllLines(path));
            assertThat(template.targets()).as("classes that %s goes into", path).isNotEmpty();
            for (Target target : template.targets()) {
                Generated.section(
                        path.resolveSibling(target.className() + ".java").toString(),
                        path.getFileName().toString(),
                        template.expand(target.letters()));
            }
        }
    }

    @Test
    void everySectionSaidToComeFromATemplateDoes() throws IOException {
        Pattern marker = Pattern.compile("generated: (\\w+\\" + ENDING + ")");
        List<String> found = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (Path source : files(".java")) {
            marker.matcher(Files.readString(source))
                    .results()
                    .forEach(section -> found.add(source.resolveSibling(section.group(1)) + " into " + source));
        }
        for (Path path : files(ENDING)) {
            for (Target target : KernelTemplate.of(Files.readAllLines(path)).targets()) {
                expected.add(path + " into " + path.resolveSibling(target.className() + ".java"));
            }
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void linesAreRepeatedAsTheCommentsBehindThemSay() {
        KernelTemplate template = KernelTemplate.of(List.of(
                "// two rows, and one",
                "// into First",
                "// into Second with A = a[$i + k]",
                "",
                "// for R, C = 2 2, 1 3",
                "tile$Rx$C {",
                "    int a$i = a${i-1} + 1; // for 0 < i < R",
                "    s$i$j = $A * b[k + $j * LANES + $i]; // for i < R, j < C",
                "// for R > i",
                "    var s = s$i; // if i = 0",
                "    s += s$i; // if i > 0",
                "// end",
                "}",
                "// end"));

        assertThat(template.targets())
                .containsExactly(new Target("First", Map.of()), new Target("Second", Map.of("A", "a[$i + k]")));
        assertThat(template.expand(Map.of("A", "a[k + $i * STEP]"))).isEqualTo("""
                        tile2x2 {
                            int a1 = a0 + 1;
                            s00 = a[k] * b[k];
                            s01 = a[k] * b[k + LANES];
                            s10 = a[k + STEP] * b[k + 1];
                            s11 = a[k + STEP] * b[k + LANES + 1];
                            s += s1;
                            var s = s0;
                        }
                        tile1x3 {
                            s00 = a[k] * b[k];
                            s01 = a[k] * b[k + LANES];
                            s02 = a[k] * b[k + 2 * LANES];
                            var s = s0;
                        }
                        """);
    }

    @Test
    void mistakesInATemplateAreTold() {
        assertThatThrownBy(() -> expand("// for i < 2", "a")).hasMessage("no '// end' follows '// for i < 2'");
        assertThatThrownBy(() -> expand("a", "// end")).hasMessage("'// end' ends nothing");
        assertThatThrownBy(() -> expand("a$i = 0;")).hasMessage("no value of 'i' is known in a template");
        assertThatThrownBy(() -> expand("a; // for i in 2"))
                .hasMessage("'i in 2' is neither a range nor a condition of a template");
    }

    private static String expand(String... lines) {
        return new KernelTemplate(List.of(), List.of(lines)).expand(Map.of());
    }

    private static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        }
    }
}
