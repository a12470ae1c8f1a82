package org.superpose.results;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TField;
import shaded.parquet.org.apache.thrift.protocol.TProtocolUtil;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;

/** Whether the footer of a Parquet file tells of the columns of a table. Spark writes them twice into it, so that a flipped bit in the name of one shows. */
final class FooterCheck {
    /** Where Spark keeps its own description of the columns. */
    private static final String SPARK_COLUMNS = "org.apache.spark.sql.parquet.row.metadata";

    /** The version and the schema come first in a footer, under these numbers. */
    private static final int SCHEMA_FIELD = 2;

    /** Thrift's mark for the end of a structure. */
    private static final byte STOP = 0;

    private final TableColumns columns;
    private final ParquetMetadataConverter footers;
    private final ParquetToSparkSchemaConverter schemas = new ParquetToSparkSchemaConverter(new SQLConf());

    FooterCheck(TableColumns columns, ParquetReadOptions options) {
        this.columns = columns;
        this.footers = new ParquetMetadataConverter(options);
    }

    /** What is wrong with a footer; empty where nothing is. */
    Optional<String> fault(InputStream footer) {
        ParquetMetadata metadata;
        Optional<StructType> recorded;
        try {
            metadata = footers.readParquetMetadata(footer, ParquetMetadataConverter.SKIP_ROW_GROUPS);
            recorded = Optional.ofNullable(
                            metadata.getFileMetaData().getKeyValueMetaData().get(SPARK_COLUMNS))
                    .map(json -> (StructType) DataType.fromJson(json));
        } catch (IOException | RuntimeException e) {
            return Optional.of("its footer is damaged");
        }
        StructType present;
        try {
            present = schemas.convert(metadata.getFileMetaData().getSchema());
        } catch (Exception e) { // Spark throws checked exceptions without declaring them
            return Optional.of("it is of another schema: " + Reads.firstLine(e));
        }
        return columns.mismatch(present)
                .or(() -> recorded.flatMap(written -> TableColumns.mismatch("", written, present, true))
                        .map(difference -> "its footer is damaged: " + difference));
    }

    /** How many bytes at the beginning of a footer hold its schema; empty where they make no sense. */
    static OptionalInt schemaLength(byte[] footer) {
        ByteArrayInputStream bytes = new ByteArrayInputStream(footer);
        try {
            TCompactProtocol protocol = new TCompactProtocol(new TIOStreamTransport(bytes));
            protocol.readStructBegin();
            for (TField field = protocol.readFieldBegin(); field.type != STOP; field = protocol.readFieldBegin()) {
                TProtocolUtil.skip(protocol, field.type);
                if (field.id == SCHEMA_FIELD) {
                    return OptionalInt.of(footer.length - bytes.available());
                }
            }
        } catch (TException e) {
            return OptionalInt.empty();
        }
        return OptionalInt.empty();
    }
}
