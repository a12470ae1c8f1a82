package org.superpose.results;

import java.util.List;
import org.apache.spark.sql.types.StructType;

/** The tables that a sweep writes: their folders, and their columns as Spark has them. */
public final class Tables {
    /** Folder of the models table, one row per trained model. */
    public static final String MODELS = "models";

    /** Folder of the planned points. */
    public static final String PLANNED = "planned";

    /** Folder of the provenance files. */
    public static final String INVOCATIONS = "invocations";

    /** The partition column, one folder per invocation. */
    public static final String INVOCATION = "invocation";

    /** Columns of {@code models}. */
    public static final StructType MODELS_SCHEMA = Rows.schema(ModelRecord.COLUMNS);

    /** Columns of {@code planned}. */
    public static final StructType PLANNED_SCHEMA = Rows.schema(PlannedPoint.COLUMNS);

    /** Which columns each file of {@code models} has, whichever version wrote it. */
    static final TableColumns MODELS_COLUMNS = new TableColumns(
            MODELS_SCHEMA,
            List.of("model_key", "point_key", "parameters", "seed", "status", "kernel", "algo_version", "started_at"));

    /** The same of {@code planned}. */
    static final TableColumns PLANNED_COLUMNS =
            new TableColumns(PLANNED_SCHEMA, List.of("model_key", "point_key", "parameters", "seed"));

    /** Folder of the scaling table, one row per fit. */
    public static final String SCALING = "scaling";

    private Tables() {}
}
