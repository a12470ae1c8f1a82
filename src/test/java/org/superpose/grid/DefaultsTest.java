package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.config.Numbers;
import org.superpose.config.Setting;
import org.superpose.config.SweepFile;

/** The defaults that settings declare are those that points have. */
class DefaultsTest {
    /** Settings whose default is one value, not words about other settings. */
    private static Stream<Setting> plain() {
        return Arrays.stream(Setting.values())
                .filter(setting -> !setting.usually().contains(" "));
    }

    @Test
    void mostDefaultsArePlainOrTheRecipes() {
        assertThat(plain()).hasSizeGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("plain")
    void aPointThatDoesNotGiveASettingHasItsDefault(Setting setting) {
        String owner = setting.owner() == null
                ? ""
                : ", " + setting.owner().key() + ": " + setting.owners().get(0);
        String grid = "grid: {n: 8, m: 4, density: 0.1" + owner + "}";
        Point point =
                Expansion.expand(SweepFile.read(grid, "f", List.of())).points().get(0);
        Object value = setting.of(point.spec());
        assertThat(value instanceof Double number ? Numbers.shown(number) : String.valueOf(value))
                .as(setting.key())
                .isEqualTo(setting.usually());
    }
}
