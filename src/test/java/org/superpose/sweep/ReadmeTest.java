package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.superpose.results.Tables;
import org.superpose.views.Views;

/** The README explains every column and every view. */
class ReadmeTest {
    @Test
    void everyColumnOfModelsIsExplained() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("README.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
        for (StructField column : Tables.MODELS_SCHEMA.fields()) {
            List<String> own = rows.stream()
                    .filter(row -> row.contains("`" + column.name() + "`") || row.contains("`" + column.name() + "."))
                    .toList();
            assertThat(own).as(column.name()).isNotEmpty();
            for (String nested : nested(column.name(), column.dataType())) {
                String last = nested.substring(nested.lastIndexOf('.') + 1);
                assertThat(own)
                        .as(nested)
                        .anyMatch(row -> row.contains("`" + nested + "`") || row.contains("`" + last + "`"));
            }
        }
    }

    @Test
    void everyColumnOfScalingIsExplained() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String study = readme.substring(readme.indexOf("### Finite-size study"), readme.indexOf("## Questions"));
        assertThat(Tables.SCALING_SCHEMA.fieldNames())
                .allSatisfy(column -> assertThat(study).contains("`" + column + "`"));
    }

    @Test
    void everyViewIsNamed() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(Views.NAMES).allSatisfy(view -> assertThat(readme).contains("`" + view + "`"));
    }

    private static List<String> nested(String path, DataType type) {
        List<String> names = new ArrayList<>();
        DataType inner = type instanceof ArrayType array ? array.elementType() : type;
        if (inner instanceof StructType struct) {
            for (StructField field : struct.fields()) {
                names.add(path + "." + field.name());
                names.addAll(nested(path + "." + field.name(), field.dataType()));
            }
        }
        return names;
    }
}
