package org.superpose.columns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    private record Pair(double left, Integer right) {}

    private record Whole(String name, Pair pair) {}

    private static final Columns<Pair> PAIR = Columns.of(Pair.class)
            .real("left", Pair::left, "The left number.", Trait.MEAN)
            .one("right", Type.Scalar.INT, Pair::right, "The right number.");

    private static final Columns<Whole> WHOLE = Columns.of(Whole.class)
            .one("name", Type.Scalar.STRING, Whole::name, "The name.")
            .with(Whole::pair, PAIR)
            .after("left", Columns.of(Whole.class).real("length", whole -> whole.name.length(), "Its length."))
            .many("letters", Type.Scalar.STRING, whole -> whole.name.split(""), "Its letters.");

    @Test
    void columnsOfAPartAreColumnsOfTheWhole() {
        assertThat(WHOLE.names()).containsExactly("name", "left", "length", "right", "letters");
        assertThat(WHOLE.column("left").is(Trait.MEAN)).isTrue();
        assertThat(WHOLE.column("right").is(Trait.MEAN)).isFalse();
        Map<String, Object> values = WHOLE.scalars(new Whole("ab", new Pair(0.5, null)));
        assertThat(values.keySet()).containsExactly("name", "left", "length", "right");
        assertThat(values.values()).containsExactlyElementsOf(Arrays.asList("ab", 0.5, 2, null));
    }

    @Test
    void ofAPartThatIsMissingAllIsNull() {
        assertThat(WHOLE.scalars(new Whole("ab", null)).values())
                .containsExactlyElementsOf(Arrays.asList("ab", null, 2, null));
    }

    @Test
    void aNameStandsOnce() {
        assertThatThrownBy(() -> PAIR.real("left", Pair::left, "The left number again."))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("left");
    }

    @Test
    void aMeaningIsASentence() {
        assertThatThrownBy(() -> PAIR.real("sum", Pair::left, "the sum"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column sum");
    }

    @Test
    void aColumnIsPutInAfterOneThatThereIs() {
        assertThatThrownBy(() -> PAIR.after("middle", Columns.of(Pair.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no column middle");
    }
}
