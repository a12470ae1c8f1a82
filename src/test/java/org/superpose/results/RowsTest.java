package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.superpose.columns.Columns;
import org.superpose.columns.Type;

class RowsTest {
    private record Inner(Double value) {}

    private record Outer(Number number, Object array, Inner inner, List<Inner> inners, List<List<Integer>> groups) {}

    private static final Columns<Inner> INNER = Columns.of(Inner.class).real("value", Inner::value, "A value.");

    private static final Columns<Outer> OUTER = Columns.of(Outer.class)
            .real("double", Outer::number, "A number.")
            .one("float", Type.Scalar.FLOAT, Outer::number, "The same.")
            .one("long", Type.Scalar.LONG, Outer::number, "The same.")
            .one("int", Type.Scalar.INT, Outer::number, "The same.")
            .many("array", Type.Scalar.FLOAT, Outer::array, "Numbers.")
            .struct("inner", INNER, Outer::inner, "A structure.")
            .structs("inners", INNER, Outer::inners, "Structures.")
            .groups("groups", Type.Scalar.INT, Outer::groups, "Groups.");

    private static Row row(Number number, Object array) {
        return Rows.of(
                OUTER,
                new Outer(
                        number,
                        array,
                        new Inner(Double.NaN),
                        List.of(new Inner(0.5), new Inner(Double.POSITIVE_INFINITY)),
                        List.of(List.of(1, 2), List.of(3))));
    }

    @Test
    void theSchemaHasTheDeclaredTypes() {
        assertThat(Rows.schema(OUTER).toDDL())
                .isEqualTo(
                        "double DOUBLE,float FLOAT,long BIGINT,int INT,array ARRAY<FLOAT>,inner STRUCT<value: DOUBLE>,"
                                + "inners ARRAY<STRUCT<value: DOUBLE>>,groups ARRAY<ARRAY<INT>>");
        assertThat(Rows.schema(OUTER).fields()).allMatch(field -> field.nullable());
    }

    @Test
    void numbersGetTheTypeOfTheirColumn() {
        Row row = row(3, null);
        assertThat(Arrays.asList(row.get(0), row.get(1), row.get(2), row.get(3)))
                .containsExactly(3.0, 3f, 3L, 3);
        assertThat(row.isNullAt(4)).isTrue();
    }

    @Test
    void whatIsNotFiniteIsNull() {
        Row row = row(Double.NaN, new float[] {1, Float.NaN});
        assertThat(Arrays.asList(row.get(0), row.get(1), row.get(2), row.get(3)))
                .containsOnlyNulls();
        assertThat((Object[]) row.get(4)).containsExactly(1f, null);
        assertThat(((Row) row.get(5)).isNullAt(0)).isTrue();
        Object[] inners = (Object[]) row.get(6);
        assertThat(((Row) inners[0]).get(0)).isEqualTo(0.5);
        assertThat(((Row) inners[1]).isNullAt(0)).isTrue();
    }

    @Test
    void whatAFloatCannotHoldIsNull() {
        Columns<Double> numbers = Columns.of(Double.class)
                .real("double", number -> number, "A number.")
                .one("float", Type.Scalar.FLOAT, number -> number, "The same.");
        Row row = Rows.of(numbers, 1e300);
        assertThat(row.get(0)).isEqualTo(1e300);
        assertThat(row.isNullAt(1)).isTrue();
    }

    @Test
    void anArrayOfFiniteNumbersIsNotCopied() {
        float[] numbers = {1, 2};
        assertThat(row(1, numbers).get(4)).isSameAs(numbers);
    }

    @Test
    void groupsAreArraysOfArrays() {
        Object[] groups = (Object[]) row(1, null).get(7);
        assertThat((Object[]) groups[0]).containsExactly(1, 2);
        assertThat((Object[]) groups[1]).containsExactly(3);
    }
}
