package org.superpose.results;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Fills one row of a schema by column names; what is not set is null, and so is any number that is not finite. */
public final class RowBuilder {
    private final StructType schema;
    private final Object[] values;

    /** A row of the fields of a struct column of {@code models}, such as {@code theory}; of an array of structures one of its elements. */
    public static RowBuilder of(String... path) {
        StructType schema = Tables.MODELS_SCHEMA;
        for (String name : path) {
            DataType type = schema.apply(name).dataType();
            schema = (StructType) (type instanceof ArrayType array ? array.elementType() : type);
        }
        return new RowBuilder(schema);
    }

    private RowBuilder(StructType schema) {
        this.schema = schema;
        this.values = new Object[schema.size()];
    }

    /** Sets a column. Integers widen to the column's type; a number that the type cannot hold as a finite one becomes null. */
    public RowBuilder set(String column, Object value) {
        int index = schema.fieldIndex(column);
        values[index] = converted(schema.fields()[index].dataType(), value);
        return this;
    }

    public Row build() {
        return RowFactory.create(values.clone());
    }

    private static Object converted(DataType type, Object value) {
        if (!(value instanceof Number number)) {
            return value;
        }
        if (!Double.isFinite(number.doubleValue())) {
            return null;
        }
        if (type.equals(DataTypes.DoubleType)) {
            return number.doubleValue();
        }
        if (type.equals(DataTypes.FloatType)) {
            return Float.isFinite(number.floatValue()) ? number.floatValue() : null;
        }
        if (type.equals(DataTypes.LongType)) {
            return number.longValue();
        }
        return type.equals(DataTypes.IntegerType) ? Math.toIntExact(number.longValue()) : value;
    }
}
