package org.superpose.results;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What may become of a file of a table: each way does it to one. */
public enum DamagedFiles {
    EMPTY("it is empty") {
        @Override
        byte[] damaged(byte[] whole) {
            return new byte[0];
        }
    },
    TEXT("it is no Parquet file") {
        @Override
        byte[] damaged(byte[] whole) {
            return "These are my notes of Monday.\n".getBytes(StandardCharsets.UTF_8);
        }
    },
    CUT_SHORT("it is cut short") {
        @Override
        byte[] damaged(byte[] whole) {
            return Arrays.copyOf(whole, whole.length / 2);
        }
    },
    LENGTH_OF_FOOTER("its footer is damaged") {
        @Override
        byte[] damaged(byte[] whole) {
            return flipped(whole, whole.length - 5);
        }
    },
    FOOTER("its footer is damaged") {
        @Override
        byte[] damaged(byte[] whole) {
            return flipped(whole, whole.length - 8 - footerLength(whole));
        }
    },
    /** Spark would take the column for one that is missing, and read NULL. */
    NAME_OF_A_COLUMN("its footer is damaged: column loss is missing") {
        @Override
        byte[] damaged(byte[] whole) {
            byte[] name = "loss".getBytes(StandardCharsets.US_ASCII);
            int at = whole.length - 8 - footerLength(whole);
            // the column's name, not the beginning of another one's: its length stands before it
            while (!(whole[at] == name.length && Arrays.equals(whole, at + 1, at + 5, name, 0, 4))) {
                at++;
            }
            return flipped(whole, at + 3);
        }
    },
    PAGE("a page of it is damaged") {
        @Override
        byte[] damaged(byte[] whole) {
            return flipped(whole, 40);
        }
    },
    /** The file system's own checksums tell. */
    BYTE_WITH_CHECKSUMS("its bytes are not those that were written") {
        @Override
        byte[] damaged(byte[] whole) {
            return flipped(whole, 40);
        }

        @Override
        boolean keepsChecksums() {
            return true;
        }
    },
    FOREIGN("it is of another schema, without the column model_key") {
        @Override
        Dataset<Row> instead(Dataset<Row> rows) {
            return rows.select(lit(1).as("id"), lit("x").as("name"));
        }
    },
    OTHER_TYPE("it is of another schema, whose column n is of type string, not int") {
        @Override
        Dataset<Row> instead(Dataset<Row> rows) {
            return rows.withColumn("n", col("model_key"));
        }
    },
    OTHER_FIELD("it is of another schema, whose column curve.loss is of type string, not double") {
        @Override
        Dataset<Row> instead(Dataset<Row> rows) {
            return rows.selectExpr("* EXCEPT (curve)", "array(named_struct('step', 1, 'loss', 'low')) AS curve");
        }
    };

    /** What is said of it. */
    public final String reason;

    DamagedFiles(String reason) {
        this.reason = reason;
    }

    byte[] damaged(byte[] whole) {
        return whole;
    }

    /** Rows to write in place of the file's, for what is not damaged but foreign. */
    Dataset<Row> instead(Dataset<Row> rows) {
        return null;
    }

    boolean keepsChecksums() {
        return false;
    }

    /** Damages the only file of an invocation, and returns where it is. */
    public Path damage(Path invocation) throws IOException {
        Path part = part(invocation);
        Dataset<Row> foreign = instead(TestSpark.session().read().parquet(part.toString()));
        if (foreign == null) {
            Files.write(part, damaged(Files.readAllBytes(part)));
        } else {
            Path other = invocation.resolveSibling("_other");
            foreign.coalesce(1).write().parquet(other.toString());
            Files.move(part(other), part, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!keepsChecksums()) {
            Files.deleteIfExists(part.resolveSibling("." + part.getFileName() + ".crc"));
        }
        return part;
    }

    /** The first file of a folder that readers read. */
    public static Path part(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("part-.*parquet"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static byte[] flipped(byte[] whole, int at) {
        byte[] flipped = whole.clone();
        flipped[at] ^= 4;
        return flipped;
    }

    private static int footerLength(byte[] whole) {
        int length = 0;
        for (int k = 0; k < 4; k++) {
            length |= (whole[whole.length - 8 + k] & 0xFF) << 8 * k;
        }
        return length;
    }
}
