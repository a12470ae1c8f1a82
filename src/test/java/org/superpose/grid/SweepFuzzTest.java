package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.Slow;
import org.superpose.config.ConfigException;
import org.superpose.config.SweepFile;

/** Whatever becomes of a sweep file: a ConfigException with places, or a plan. */
@Slow
class SweepFuzzTest {
    private static final int MUTANTS = 700;
    private static final CostModel CPU = CostModel.of("cpu");
    private static final List<String> SPLINTERS = List.of(
            "[",
            "]",
            "{",
            "}",
            ":",
            ",",
            "-",
            "#",
            "\"",
            "'",
            "*a",
            "&a ",
            "!!",
            "!!map ",
            "<<: ",
            "? ",
            "| ",
            "> ",
            "---\n",
            "...\n",
            "\t",
            "\n",
            "\r",
            "\u0000",
            "\uFEFF",
            "\u2028",
            "é",
            "\uD83D\uDE00",
            "\uD800",
            "%YAML 9.9\n",
            "1e999",
            "-1",
            "0",
            "99999999999999999999",
            "1e-400",
            ".nan",
            "-.inf",
            "null",
            "~",
            "true",
            "none",
            "[]",
            "{}",
            "[[[[",
            "((((",
            "0x7",
            "1048576",
            "{linspace: [0, 1, 100000]}",
            "{pow2: [0, 20]}",
            "{range: [1, 9, 1e-9]}",
            "blocks: ",
            "zip: [n, m]",
            "where: \"n < m or not n == 2\"",
            "training.steps: [1, 2]",
            "importance.last: 0.5",
            "@",
            "`",
            "\\",
            "$(id)",
            "${env}",
            "java.lang.Runtime");

    private static Stream<String> originals() throws IOException {
        String everything = """
                name: everything
                kernel: auto
                seeds: [0, 1, 2]
                model: {tied: false, hidden: identity, output: relu, bias: true}
                training:
                  recipe: anthropic
                  schedule: {kind: cosine, warmup: 10}
                  optimizer: {kind: adamw, beta1: 0.9, weightDecay: 0.01}
                  init: {kind: xavier, instances: 3}
                  stop: {window: 20, every: 3}
                blocks:
                  - n: [8, 16, {pow2: [5, 6]}]
                    m: [2, 4, 8, 16]
                    zip: [n, m]
                    sparsity: [0, {range: [0.1, 0.9, 0.2]}]
                    where: "m < n and (ratio >= 0.1 or not density == 1) and n * 2 - m / 3 > 1"
                  - {n: 12, ratio: {linspace: [0.1, 0.9, 5]}, density: 0.5, importance.last: [0.5, 2], training: {batch: 64}}
                """;
        String json =
                "{\"name\": \"j\", \"grid\": {\"n\": [4, 8], \"m\": 2, \"density\": [0.5, 1e-2], \"decay\": 0.9}, \"seeds\": 2}";
        try (Stream<Path> files = Files.list(Path.of("conf"))) {
            List<String> shipped = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(SweepFuzzTest::content)
                    .toList();
            assertThat(shipped).hasSizeGreaterThanOrEqualTo(6);
            return Stream.concat(Stream.of(everything, json), shipped.stream());
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("originals")
    void mutantsAreRefusedOrPlanned(String original) {
        assertThat(planned(original, "original")).isTrue();
        SplittableRandom random = new SplittableRandom(original.hashCode());
        int valid = 0;
        for (int trial = 0; trial < MUTANTS; trial++) {
            String mutant = original;
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                mutant = mutated(mutant, random);
            }
            String text = mutant;
            valid += Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> planned(text, text)) ? 1 : 0;
        }
        assertThat(valid).isBetween(MUTANTS / 100, MUTANTS - MUTANTS / 10);
    }

    @Test
    void mutatedOverridesAreRefusedOrPlanned() {
        List<String> keys = List.of(
                "grid.n",
                "grid",
                "blocks",
                "seeds",
                "training",
                "training.steps",
                "training.stop.window",
                "importance.last",
                "grid.where",
                "grid.training.batch",
                "model.tied",
                "measure.curve",
                "kernel",
                "name",
                "grid.zip",
                "x.y.z",
                "..",
                "");
        SplittableRandom random = new SplittableRandom(5);
        int valid = 0;
        for (int trial = 0; trial < 3000; trial++) {
            String value = random.nextBoolean()
                    ? pick(List.of("3", "[4, 8]", "relu", "none"), random)
                    : pick(SPLINTERS, random);
            String first = mutatedRarely(pick(keys, random) + "=" + value, random);
            String second = mutatedRarely(pick(keys, random) + "=" + pick(SPLINTERS, random), random);
            List<String> sets = random.nextBoolean() ? List.of(first) : List.of(first, second);
            valid += planned("grid: {n: 8, m: 2, density: 0.5}\ntraining: {stop: plateau}", sets.toString(), sets)
                    ? 1
                    : 0;
        }
        assertThat(valid).isBetween(30, 2900);
    }

    private static String mutatedRarely(String text, SplittableRandom random) {
        return random.nextInt(4) == 0 ? mutated(text, random) : text;
    }

    private static boolean planned(String text, String name) {
        return planned(text, name, List.of());
    }

    /** Whether the text is a sweep; otherwise it must be refused with a place. */
    private static boolean planned(String text, String name, List<String> sets) {
        String source = text.startsWith("{\"") ? "f.json" : "f.yaml";
        try {
            SweepFile sweep = SweepFile.read(text, source, sets);
            Grid grid = Expansion.expand(sweep, 4_000, 4_000);
            assertThat(grid.points()).as(name).isNotEmpty();
            Plan plan = Plan.of(grid.points(), CPU, 3, 3);
            assertThat(plan.wallSeconds()).as(name).isFinite().isPositive();
            assertThat(MemoryCost.taskBytes(grid.points(), sweep.measure()))
                    .as(name)
                    .isPositive();
            return true;
        } catch (ConfigException e) {
            assertThat(e.mistakes()).as(name).isNotEmpty();
            assertThat(e.getMessage().lines())
                    .as(name)
                    .allMatch(line -> line.startsWith("f.") || line.startsWith("--set ") || line.startsWith("… and"));
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("for " + name, e);
        }
    }

    private static String mutated(String text, SplittableRandom random) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(1, 8));
        return switch (random.nextInt(8)) {
            case 0 -> flipped(text, random);
            case 1 -> text.substring(0, at) + text.substring(to);
            case 2 -> text.substring(0, at) + pick(SPLINTERS, random) + text.substring(at);
            case 3 -> text.substring(0, at) + pick(SPLINTERS, random) + text.substring(to);
            case 4 -> lines(text, random);
            case 5 -> tokens(text, random);
            case 6 -> numbers(text, random);
            default ->
                text.substring(0, at) + pick(SPLINTERS, random).repeat(1 << random.nextInt(13)) + text.substring(at);
        };
    }

    private static String flipped(String text, SplittableRandom random) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String lines(String text, SplittableRandom random) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        int one = random.nextInt(lines.size());
        switch (random.nextInt(3)) {
            case 0 -> lines.remove(one);
            case 1 -> lines.add(random.nextInt(lines.size()), lines.get(one));
            default -> Collections.swap(lines, one, random.nextInt(lines.size()));
        }
        return String.join("\n", lines);
    }

    private static String tokens(String text, SplittableRandom random) {
        List<String> tokens = new ArrayList<>(List.of(text.split("(?<=\\W)|(?=\\W)")));
        Collections.swap(tokens, random.nextInt(tokens.size()), random.nextInt(tokens.size()));
        return String.join("", tokens);
    }

    private static String numbers(String text, SplittableRandom random) {
        List<String> tokens = new ArrayList<>(List.of(text.split("(?<=[^\\d.])(?=\\d)|(?<=\\d)(?=[^\\d.])")));
        int one = random.nextInt(tokens.size());
        if (tokens.get(one).matches("[\\d.]+")) {
            tokens.set(one, pick(List.of("0", "1", "3", "0.5", "17", "1e9", "-2", "1e-12", "4096", "x"), random));
        }
        return String.join("", tokens);
    }

    private static String pick(List<String> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }
}
