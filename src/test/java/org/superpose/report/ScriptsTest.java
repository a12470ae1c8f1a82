package org.superpose.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The functions of the report's scripts that need no page, {@code script/pure}, in the test runner of Node.js: {@code node --test
 * src/test/js/*.test.mjs}, once this has put D3 where they find it.
 */
class ScriptsTest {
    private static final Path TESTS = Path.of("src", "test", "js");
    private static final Path D3 = Path.of("target", "d3", "d3.min.js");

    @Test
    void pureFunctionsDoWhatTheirTestsSay() throws IOException, InterruptedException {
        Path node = onThePath("node");
        if (node == null) {
            System.err.println(
                    "SKIPPED: the functions of the report's scripts were not tested, for want of node on the PATH");
            abort("no node on the PATH");
        }
        Files.createDirectories(D3.getParent());
        Files.writeString(D3, Resources.d3("dist/d3.min.js"));
        List<String> files = tests();
        List<String> command = new ArrayList<>(List.of(node.toString(), "--test", "--test-reporter=tap"));
        command.addAll(files);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        Matcher passed = Pattern.compile("(?m)^# pass (\\d+)$").matcher(output);
        assertThat(passed.find()).as(output).isTrue();
        assertThat(Integer.parseInt(passed.group(1)))
                .as("more than a test a file: %s", output)
                .isGreaterThan(files.size());
    }

    private static List<String> tests() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            List<String> tests = files.map(Path::toString)
                    .filter(name -> name.endsWith(".test.mjs"))
                    .sorted()
                    .toList();
            assertThat(tests).isNotEmpty();
            return tests;
        }
    }

    private static Path onThePath(String program) {
        return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator, -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
