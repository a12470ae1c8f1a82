package org.superpose.columns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The columns of a table or the fields of a structure, in order. For example, {@code Columns.of(Mark.class).number("step", Type.Scalar.INT, Mark::step,
 * "The steps taken.")} declares one. Each method leaves this list as it is and returns a longer one.
 *
 * @param <S> what a row is made of
 */
public final class Columns<S> {
    private final List<Column<S>> all;

    private Columns(List<Column<S>> all) {
        this.all = List.copyOf(all);
        long distinct = this.all.stream().map(Column::name).distinct().count();
        if (distinct != this.all.size()) {
            throw new IllegalArgumentException("two columns have one name: " + names());
        }
    }

    /** No columns yet, of rows that are made of objects of a class. */
    public static <S> Columns<S> of(Class<S> source) {
        return new Columns<>(List.of());
    }

    /** These columns and one of a single value. */
    public Columns<S> one(
            String name, Type.Scalar type, Function<? super S, ?> value, String meaning, Trait... traits) {
        return and(new Column<>(name, type, value, meaning, Set.of(traits), null));
    }

    /** These columns and one of a number in double precision. */
    public Columns<S> real(String name, Function<? super S, ? extends Number> value, String meaning, Trait... traits) {
        return one(name, Type.Scalar.DOUBLE, value, meaning, traits);
    }

    /** These columns and an array of single values. */
    public Columns<S> many(String name, Type.Scalar of, Function<? super S, ?> value, String meaning) {
        return and(new Column<>(name, new Type.Many(of), value, meaning, Set.of(), null));
    }

    /** These columns and an array of arrays. */
    public Columns<S> groups(String name, Type.Scalar of, Function<? super S, ?> value, String meaning) {
        return and(new Column<>(name, new Type.Many(new Type.Many(of)), value, meaning, Set.of(), null));
    }

    /** These columns and a structure. */
    public <T> Columns<S> struct(String name, Columns<T> fields, Function<? super S, T> value, String meaning) {
        return and(new Column<>(name, new Type.Struct(fields), value, meaning, Set.of(), null));
    }

    /** These columns and an array of structures. */
    public <T> Columns<S> structs(String name, Columns<T> fields, Function<? super S, List<T>> value, String meaning) {
        return and(new Column<>(name, new Type.Many(new Type.Struct(fields)), value, meaning, Set.of(), null));
    }

    /** These columns and all columns of a part, which are null where there is no such part. */
    public <T> Columns<S> with(Function<? super S, T> part, Columns<T> columns) {
        List<Column<S>> more = new ArrayList<>(all);
        columns.all.forEach(column -> more.add(column.of(part)));
        return new Columns<>(more);
    }

    /** These columns, one of which figures offer. */
    public Columns<S> shown(String name, Shown words) {
        Column<S> shown = column(name).with(words);
        return new Columns<>(all.stream()
                .map(column -> column.name().equals(name) ? shown : column)
                .toList());
    }

    /** These columns, with others put in after one of them. */
    public Columns<S> after(String name, Columns<S> others) {
        List<Column<S>> more = new ArrayList<>(all);
        more.addAll(1 + names().indexOf(column(name).name()), others.all);
        return new Columns<>(more);
    }

    private Columns<S> and(Column<S> column) {
        List<Column<S>> more = new ArrayList<>(all);
        more.add(column);
        return new Columns<>(more);
    }

    /** Every column, in order. */
    public List<Column<S>> all() {
        return all;
    }

    /** The names, in order. */
    public List<String> names() {
        return all.stream().map(Column::name).toList();
    }

    /**
     * The column of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Column<S> column(String name) {
        return all.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no column " + name + " in " + names()));
    }

    /** The values that are one number, word or truth each, by name and in order. */
    public Map<String, Object> scalars(S source) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Column<S> column : all) {
            if (column.scalar()) {
                values.put(column.name(), column.value().apply(source));
            }
        }
        return Collections.unmodifiableMap(values);
    }
}
