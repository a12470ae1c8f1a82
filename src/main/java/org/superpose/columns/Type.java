package org.superpose.columns;

/** The type of a column, in words that no engine of queries owns. An array of structures, for example, is {@code new Many(new Struct(fields))}. */
public sealed interface Type {
    /** One value. */
    enum Scalar implements Type {
        BOOLEAN,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        STRING,
        TIMESTAMP
    }

    /** An array of values of one type. */
    record Many(Type of) implements Type {}

    /** Several named values. */
    record Struct(Columns<?> fields) implements Type {}
}
