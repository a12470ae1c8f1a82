package org.superpose.cli.output;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of a view and, under them, the fields of the structured ones, each as a query writes it. */
public final class ColumnPaths {
    private ColumnPaths() {}

    /** A map from path to type in the order of the columns: from {@code theory.loss_lower_bound} to {@code double}, for example. */
    public static Map<String, String> of(StructType columns) {
        Map<String, String> paths = new LinkedHashMap<>();
        add("", columns, paths);
        return paths;
    }

    private static void add(String prefix, StructType columns, Map<String, String> paths) {
        for (StructField field : columns.fields()) {
            paths.put(prefix + field.name(), name(field.dataType()));
            DataType inner = inner(field.dataType());
            if (inner instanceof StructType struct) {
                add(prefix + field.name() + ".", struct, paths);
            }
        }
    }

    private static String name(DataType type) {
        if (type instanceof ArrayType array) {
            return "array<" + name(array.elementType()) + ">";
        }
        return type instanceof StructType ? "struct" : type.sql().toLowerCase(Locale.ROOT);
    }

    private static DataType inner(DataType type) {
        return type instanceof ArrayType array ? inner(array.elementType()) : type;
    }
}
