package org.superpose.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table, and which of them each file of it has.
 *
 * @param all as they are today; older files lack some, newer ones have more
 * @param required the names of those that every version has written
 */
record TableColumns(StructType all, List<String> required) {
    /** In what the columns of a file differ from those of the table; empty where they are of it. */
    Optional<String> mismatch(StructType file) {
        return required.stream()
                .filter(name -> !List.of(file.fieldNames()).contains(name))
                .findFirst()
                .map(name -> "it is of another schema, without the column " + name)
                .or(() -> mismatch("", all, file, false)
                        .map(difference -> "it is of another schema, whose " + difference));
    }

    /** The columns and fields of a file that this version does not know: they are of a newer one. */
    List<String> unknown(StructType file) {
        List<String> unknown = new ArrayList<>();
        unknown("", all, file, unknown);
        return unknown;
    }

    private static void unknown(String path, DataType known, DataType present, List<String> unknown) {
        if (known instanceof ArrayType array && present instanceof ArrayType other) {
            unknown(path, array.elementType(), other.elementType(), unknown);
        } else if (known instanceof StructType fields && present instanceof StructType others) {
            for (StructField field : others.fields()) {
                if (List.of(fields.fieldNames()).contains(field.name())) {
                    unknown(
                            path + field.name() + ".",
                            fields.apply(field.name()).dataType(),
                            field.dataType(),
                            unknown);
                } else {
                    unknown.add(path + field.name());
                }
            }
        }
    }

    /**
     * The first column or field of {@code expected} that {@code present} has with another type, or does not have where it must have all.
     *
     * @param path of what the types are of, with a dot at its end
     */
    static Optional<String> mismatch(String path, DataType expected, DataType present, boolean complete) {
        if (expected instanceof ArrayType array && present instanceof ArrayType other) {
            return mismatch(path, array.elementType(), other.elementType(), complete);
        }
        if (!(expected instanceof StructType fields && present instanceof StructType others)) {
            return expected.equals(present)
                    ? Optional.empty()
                    : Optional.of("column " + path.substring(0, path.length() - 1) + " is of type "
                            + present.simpleString() + ", not " + expected.simpleString());
        }
        List<String> names = List.of(others.fieldNames());
        for (StructField field : fields.fields()) {
            Optional<String> difference = names.contains(field.name())
                    ? mismatch(
                            path + field.name() + ".",
                            field.dataType(),
                            others.apply(field.name()).dataType(),
                            complete)
                    : Optional.of("column " + path + field.name() + " is missing")
                            .filter(missing -> complete);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }
}
