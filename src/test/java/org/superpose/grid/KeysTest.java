package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.superpose.config.Axis;
import org.superpose.config.GridBlock;
import org.superpose.config.Setting;
import org.superpose.config.SweepFile;
import org.superpose.train.Sampling;

/**
 * Points keep the keys that the released code gave them, so that a sweep begun with it goes on. The lines of {@code golden/keys.tsv} were written by
 * commit 97f560c: the sweep file, the seed, the model key, the point key and the parameters of a point.
 */
class KeysTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");
    /** What was the recipe fast when the keys were written. */
    private static final List<String> QUICK = List.of("training.recipe=quick", "training.sampling=plain");

    /** In place of a file: tiled models whose block is known, which no sweep file names. */
    private static final String RESOLVED = "resolved";

    /** What was written of one point. */
    private record Held(String file, long seed, String modelKey, String pointKey, String parameters) {}

    private static List<Held> held() throws IOException {
        List<Held> held = new ArrayList<>();
        for (String line : Files.readAllLines(GOLDEN.resolve("keys.tsv"))) {
            String[] fields = line.split("\t", -1);
            held.add(new Held(fields[0], Long.parseLong(fields[1]), fields[2], fields[3], fields[4]));
        }
        return held;
    }

    @Test
    void sweepsHaveThePointsThatTheyHad() throws IOException {
        Map<String, List<Held>> byFile = held().stream()
                .filter(point -> !point.file().equals(RESOLVED))
                .collect(Collectors.groupingBy(Held::file));
        assertThat(byFile).hasSizeGreaterThanOrEqualTo(20);
        byFile.forEach((file, points) -> {
            Map<String, Point> byKey = new HashMap<>();
            for (List<String> sets : List.of(List.<String>of(), QUICK)) {
                Expansion.expand(SweepFile.read(Path.of(file), sets))
                        .points()
                        .forEach(point -> byKey.put(point.modelKey(), point));
            }
            for (Held expected : points) {
                assertThat(byKey)
                        .as("%s: %s", file, expected.parameters())
                        .hasEntrySatisfying(
                                expected.modelKey(),
                                point -> assertThat(List.of(point.seed(), point.pointKey(), point.parameters()))
                                        .containsExactly(expected.seed(), expected.pointKey(), expected.parameters()));
            }
        });
    }

    /** Points of the other recipes need no override; those of fast, and of quick where it draws strata, know the point that they replace. */
    @Test
    void onlyPointsOfOwnRecipesHaveOtherKeys() throws IOException {
        int replaced = 0;
        int unknown = 0;
        Map<String, List<Held>> byFile = held().stream()
                .filter(point -> !point.file().equals(RESOLVED))
                .collect(Collectors.groupingBy(Held::file));
        for (Map.Entry<String, List<Held>> entry : byFile.entrySet()) {
            Map<String, Point> byKey = new HashMap<>();
            Expansion.expand(SweepFile.read(Path.of(entry.getKey()), List.of()))
                    .points()
                    .forEach(point -> {
                        byKey.put(point.modelKey(), point);
                        FormerPoint.of(point).forEach(former -> byKey.put(former.modelKey(), point));
                    });
            for (Held expected : entry.getValue()) {
                Point point = byKey.get(expected.modelKey());
                if (point == null) {
                    // β₁ = 0.9 was given, which today is the recipe's own and so stands for the 0.7 of then
                    assertThat(expected.parameters()).contains("\"beta1\":0.9", "\"kind\":\"mirrored\"");
                    unknown++;
                    continue;
                }
                boolean same = point.modelKey().equals(expected.modelKey());
                assertThat(same)
                        .as(point.parameters())
                        .isEqualTo(!point.trained()
                                || !(point.recipe().equals("fast")
                                        || point.training().sampling() == Sampling.STRATIFIED));
                replaced += same ? 0 : 1;
            }
        }
        assertThat(replaced).isBetween(20, 160);
        assertThat(unknown).isEqualTo(2);
    }

    @Test
    void parametersAreReadBackToTheSameKeys() throws IOException {
        int read = 0;
        for (Held expected : held()) {
            if (!expected.parameters().contains("\"from\"")) {
                Point point = Identity.parse(expected.parameters(), expected.seed());
                assertThat(point.modelKey()).as(expected.parameters()).isEqualTo(expected.modelKey());
                assertThat(point.pointKey()).as(expected.parameters()).isEqualTo(expected.pointKey());
                read++;
            }
        }
        assertThat(read).isGreaterThan(160);
    }

    @Test
    void atLeastAHundredPointsGiveEverySetting() throws IOException {
        assertThat(held().stream().map(Held::modelKey).distinct().count()).isGreaterThan(160);
        SweepFile sweep = SweepFile.read(GOLDEN.resolve("every-setting.yaml"), List.of());
        Set<Setting> varied = EnumSet.noneOf(Setting.class);
        sweep.blocks().stream()
                .map(GridBlock::dimensions)
                .flatMap(List::stream)
                .flatMap(dimension -> dimension.axes().stream())
                .filter(axis -> axis.values().size() > 1)
                .map(Axis::setting)
                .forEach(varied::add);
        assertThat(varied).containsExactlyInAnyOrder(Setting.values());
    }
}
