package org.superpose.results;

import java.lang.reflect.Array;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.superpose.columns.Column;
import org.superpose.columns.Columns;
import org.superpose.columns.Type;

/** Declared columns as Spark has them: their schema, and rows of it. Every column is nullable, because a quantity that does not exist is null. */
public final class Rows {
    private Rows() {}

    /** The schema of declared columns, in their order. */
    public static StructType schema(Columns<?> columns) {
        return DataTypes.createStructType(columns.all().stream()
                .map(column -> DataTypes.createStructField(column.name(), type(column.type()), true))
                .toArray(StructField[]::new));
    }

    private static DataType type(Type type) {
        if (type instanceof Type.Many many) {
            return DataTypes.createArrayType(type(many.of()), true);
        }
        if (type instanceof Type.Struct struct) {
            return schema(struct.fields());
        }
        return switch ((Type.Scalar) type) {
            case BOOLEAN -> DataTypes.BooleanType;
            case INT -> DataTypes.IntegerType;
            case LONG -> DataTypes.LongType;
            case FLOAT -> DataTypes.FloatType;
            case DOUBLE -> DataTypes.DoubleType;
            case STRING -> DataTypes.StringType;
            case TIMESTAMP -> DataTypes.TimestampType;
        };
    }

    /** The row of {@link #schema} for what it is made of. A number that its column cannot hold as a finite one becomes null, also within an array. */
    public static <S> Row of(Columns<S> columns, S source) {
        return RowFactory.create(
                columns.all().stream().map(column -> value(column, source)).toArray());
    }

    private static <S> Object value(Column<S> column, S source) {
        return value(column.type(), column.value().apply(source));
    }

    private static Object value(Type type, Object value) {
        if (value == null) {
            return null;
        }
        if (type instanceof Type.Many many) {
            return array(many.of(), value);
        }
        return type instanceof Type.Struct struct ? struct(struct.fields(), value) : scalar((Type.Scalar) type, value);
    }

    @SuppressWarnings("unchecked") // the fields of a structure are declared for the type of its value
    private static <T> Row struct(Columns<T> fields, Object value) {
        return of(fields, (T) value);
    }

    /** The array itself if it is one of primitive values that are all finite, else a copy. */
    private static Object array(Type of, Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(element -> value(of, element)).toArray();
        }
        if (finite(value)) {
            return value;
        }
        Object[] copy = new Object[Array.getLength(value)];
        for (int k = 0; k < copy.length; k++) {
            copy[k] = value(of, Array.get(value, k));
        }
        return copy;
    }

    private static boolean finite(Object array) {
        boolean finite = array instanceof int[];
        if (array instanceof double[] numbers) {
            finite = true;
            for (double number : numbers) {
                finite &= Double.isFinite(number);
            }
        }
        if (array instanceof float[] numbers) {
            finite = true;
            for (float number : numbers) {
                finite &= Float.isFinite(number);
            }
        }
        return finite;
    }

    private static Object scalar(Type.Scalar type, Object value) {
        if (!(value instanceof Number number)) {
            return value;
        }
        if (!Double.isFinite(number.doubleValue())) {
            return null;
        }
        return switch (type) {
            case DOUBLE -> number.doubleValue();
            case FLOAT -> Float.isFinite(number.floatValue()) ? number.floatValue() : null;
            case LONG -> number.longValue();
            case INT -> Math.toIntExact(number.longValue());
            case BOOLEAN, STRING, TIMESTAMP -> value;
        };
    }
}
