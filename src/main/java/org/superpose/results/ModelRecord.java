package org.superpose.results;

import org.apache.spark.sql.Row;
import org.superpose.columns.Columns;
import org.superpose.columns.Type;

/**
 * Everything that a row of {@code models} tells.
 *
 * @param findings null of a model that failed or diverged
 */
public record ModelRecord(SweepPoint asked, Ending ending, Findings findings, RunFacts run) {
    /** The columns of {@code models}, in order. */
    public static final Columns<ModelRecord> COLUMNS = Columns.of(ModelRecord.class)
            .with(ModelRecord::asked, SweepPoint.COLUMNS)
            .with(ModelRecord::ending, Ending.COLUMNS)
            .with(ModelRecord::findings, Findings.COLUMNS)
            .one(
                    NestedData.KEPT,
                    Type.Scalar.LONG,
                    record -> null, // counted as the row is written
                    "How much nested data the row keeps: 10⁹ times the number of its kinds, `features`, `curve`, `weights`, … , plus their lengths. Of two"
                            + " rows of a model the one with more counts. NULL in older rows.")
            .with(ModelRecord::run, RunFacts.COLUMNS);

    /** The row. */
    public Row row() {
        return Rows.of(COLUMNS, this);
    }
}
