package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.superpose.config.ConfigException;
import org.superpose.config.SweepFile;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;

class ConditionalChoiceTest {
    private static final String GRID = "grid: {n: 8, m: 2, density: 0.1}\n";

    private static List<Point> expand(String text) {
        return Expansion.expand(SweepFile.read(text, "f", List.of())).points();
    }

    private static String failure(String text) {
        return catchThrowableOfType(ConfigException.class, () -> expand(GRID + text))
                .getMessage();
    }

    private static Importance importance(String text) {
        return expand(GRID + "importance: " + text).get(0).importance();
    }

    @Test
    void eitherKeyMakesItConditional() {
        Importance equal = new Importance.Decay(1);
        assertThat(importance("{size: 4}")).isEqualTo(new Importance.Conditional(equal, new KeyedSets(4, 0)));
        assertThat(importance("{otherwise: 0.5}")).isEqualTo(new Importance.Conditional(equal, new KeyedSets(2, 0.5)));
        assertThat(importance("{last: 2, size: 3, otherwise: 0.5}"))
                .isEqualTo(new Importance.Conditional(new Importance.Last(2), new KeyedSets(3, 0.5)));
        assertThat(importance("{decay: 0.5}")).isEqualTo(new Importance.Decay(0.5));
    }

    @Test
    void itIsPartOfThePoint() {
        Point point = expand(GRID + "importance: {decay: 0.5, size: 4}").get(0);
        assertThat(point.parameters()).contains("\"importance\":{\"decay\":0.5,\"otherwise\":0,\"size\":4}");
        assertThat(Identity.parse(point.parameters(), 0).modelKey()).isEqualTo(point.modelKey());
        assertThat(expand(GRID).get(0).parameters()).contains("\"importance\":{\"decay\":1}");
    }

    @Test
    void refusesWhatDoesNotGoWithIt() {
        assertThat(failure("importance: {size: 9}"))
                .isEqualTo("f:2:20: importance.size: a set must not exceed n; got size = 9 with n = 8");
        assertThat(failure("importance: {otherwise: 1}")).contains("importance.otherwise: must be a number in [0, 1)");
        assertThat(failure("importance: {sise: 2}")).contains("size");
        assertThat(failure("importance: {size: 2}\nmodel: {kind: rug}"))
                .contains("importance.size: does not go with kind rug");
        assertThat(failure("importance: {otherwise: 0.5}\nmeasure: {active: 2}"))
                .contains("importance.otherwise: importance that depends on other features does not go with");
    }
}
