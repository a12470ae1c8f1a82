package org.superpose.results;

import static org.apache.spark.sql.types.DataTypes.BooleanType;
import static org.apache.spark.sql.types.DataTypes.DoubleType;
import static org.apache.spark.sql.types.DataTypes.FloatType;
import static org.apache.spark.sql.types.DataTypes.IntegerType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;
import static org.apache.spark.sql.types.DataTypes.TimestampType;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the tables a sweep writes, in order. Every column is nullable: a quantity that does not exist is null. */
public final class Tables {
    /** Folder of the models table, one row per trained model. */
    public static final String MODELS = "models";

    /** Folder of the planned points. */
    public static final String PLANNED = "planned";

    /** Folder of the provenance files. */
    public static final String INVOCATIONS = "invocations";

    /** The partition column, one folder per invocation. */
    public static final String INVOCATION = "invocation";

    static final StructType FEATURE = new Columns()
            .add(IntegerType, "i")
            .add(
                    FloatType,
                    "importance",
                    "diag",
                    "bias",
                    "offdiag_energy",
                    "offdiag_sum",
                    "lyapunov",
                    "norm",
                    "interference",
                    "dimensionality")
            .build();

    static final StructType CURVE_POINT = new Columns()
            .add(IntegerType, "step")
            .add(DoubleType, "loss", "learning_rate")
            .build();

    static final StructType ACTIVE = new Columns()
            .add(IntegerType, "k")
            .add(DoubleType, "probability", "loss", "stderr", "share")
            .build();

    public static final StructType THEORY = new Columns()
            .add(DoubleType, "loss_optimal_decoder", "loss_lower_bound", "loss_upper_bound", "loss_antipodal")
            .add(DoubleType, "encoder_angle", "decoder_angle", "projector_distance")
            .add(StringType, "phase")
            .add(DoubleType, "phase_loss", "phase_boundary")
            .add(new ArrayType(ACTIVE, true), "loss_by_active")
            .build();

    static final StructType L1 = new Columns()
            .add(DoubleType, "loss", "stderr", "recovered")
            .add(LongType, "samples")
            .build();

    static final StructType PLACE = new Columns()
            .add(IntegerType, "i")
            .add(FloatType, "norm", "interference", "dimensionality")
            .add(StringType, "class")
            .add(DataTypes.createArrayType(IntegerType), "partners")
            .add(IntegerType, "antipode")
            .add(FloatType, "interaction_norm", "interaction_interference", "interaction_dimensionality")
            .build();

    public static final StructType SUMMAND = new Columns()
            .add(DataTypes.createArrayType(IntegerType), "features")
            .add(IntegerType, "dimension")
            .add(DoubleType, "dimensionality")
            .add(StringType, "shape")
            .add(DoubleType, "deviation")
            .add(DataTypes.createArrayType(DoubleType), "gram_spectrum")
            .add(DoubleType, "thomson_energy", "thomson_optimum", "min_angle", "angle_optimum", "coherence", "welch")
            .build();

    static final StructType INTERVAL = new Columns()
            .add(IntegerType, "dimension")
            .add(DoubleType, "birth", "death")
            .build();

    static final StructType REGION = new Columns()
            .add(DataTypes.createArrayType(IntegerType), "firing")
            .add(DoubleType, "probability", "area", "x", "y")
            .build();

    public static final StructType GEOMETRY = new Columns()
            .add(DoubleType, "dimensionality_sum", "interaction_dimensionality_sum")
            .add(IntegerType, "rank")
            .add(BooleanType, "tight")
            .add(IntegerType, "dropped", "dedicated", "superposed", "antipodal_pairs")
            .add(IntegerType, "dead_neurons", "monosemantic_neurons", "polysemantic_neurons")
            .add(StringType, "sum_name", "polytope")
            .add(BooleanType, "planes_agree", "exhaustive")
            .add(IntegerType, "barcode_points")
            .add(DoubleType, "covering_radius")
            .add(IntegerType, "region_count")
            .add(BooleanType, "regions_exact")
            .add(DoubleType, "unseen")
            .add(DataTypes.createArrayType(DoubleType), "frame_spectrum")
            .add(new ArrayType(PLACE, true), "features")
            .add(new ArrayType(SUMMAND, true), "summands")
            .add(new ArrayType(DataTypes.createArrayType(IntegerType), true), "planes")
            .add(new ArrayType(INTERVAL, true), "barcode")
            .add(new ArrayType(REGION, true), "regions")
            .add(DataTypes.createArrayType(StringType), "skipped")
            .build();

    static final StructType WEIGHTS = new Columns()
            .add(DataTypes.createArrayType(FloatType), "w_in", "w_out", "b")
            .build();

    static final StructType SNAPSHOT = new Columns()
            .add(IntegerType, "step")
            .add(DoubleType, "learning_rate", "loss")
            .add(DataTypes.createArrayType(FloatType), "norm", "dimensionality", "bias", "diag")
            .add(WEIGHTS, "weights")
            .build();

    static final StructType JUMP = new Columns()
            .add(IntegerType, "i", "step")
            .add(DoubleType, "from", "to")
            .add(StringType, "from_level", "to_level")
            .build();

    static final StructType DYNAMICS = new Columns()
            .add(new ArrayType(SNAPSHOT, true), "trajectory")
            .add(new ArrayType(JUMP, true), "jumps")
            .build();

    /** Columns of {@code models}. {@code w_in} is [m,n] and {@code w_out} [n,m], row-major. */
    public static final StructType MODELS_SCHEMA = new Columns()
            .add(StringType, "model_key", "point_key", "parameters", "sweep", "model_kind")
            .add(IntegerType, "n", "m")
            .add(DoubleType, "ratio", "sparsity", "density", "decay")
            .add(LongType, "seed")
            .add(BooleanType, "tied")
            .add(StringType, "hidden", "output")
            .add(DoubleType, "output_parameter")
            .add(BooleanType, "bias")
            .add(StringType, "data_kind", "recipe")
            .add(StringType, "status", "stop_reason", "error_class", "error_message")
            .add(LongType, "steps", "samples")
            .add(DoubleType, "loss", "loss_stderr", "loss_train")
            .add(DoubleType, "loss_linear", "loss_limit", "loss_constant", "noise_bound")
            .add(DoubleType, "diag_mean", "diag_var", "bias_mean", "bias_var")
            .add(DoubleType, "offdiag_energy_mean", "offdiag_energy_var")
            .add(DoubleType, "noise_var_mean", "noise_var_var", "noise_mean_var")
            .add(DoubleType, "lyapunov_mean", "lyapunov_min", "lyapunov_max")
            .add(DoubleType, "lyapunov_raw_mean", "lyapunov_raw_min", "lyapunov_raw_max")
            .add(LongType, "lyapunov_undefined")
            .add(DoubleType, "ks_statistic", "ks_pvalue")
            .add(DoubleType, "w_norm", "w_sym_norm", "w_antisym_norm")
            .add(DoubleType, "frobenius2", "dims_per_feature")
            .add(LongType, "represented")
            .add(new ArrayType(FEATURE, true), "features")
            .add(new ArrayType(CURVE_POINT, true), "curve")
            .add(L1, "l1")
            .add(WEIGHTS, "weights")
            .add(THEORY, "theory")
            .add(GEOMETRY, "geometry")
            .add(DYNAMICS, "dynamics")
            .add(StringType, "kernel", "device", "host")
            .add(IntegerType, "attempt")
            .add(DoubleType, "seconds", "predicted_seconds")
            .add(TimestampType, "started_at")
            .add(IntegerType, "algo_version")
            .build();

    /** Columns of {@code planned}. */
    public static final StructType PLANNED_SCHEMA = new Columns()
            .add(StringType, "model_key", "point_key", "parameters", "sweep", "model_kind")
            .add(IntegerType, "n", "m")
            .add(DoubleType, "ratio", "ratio_nominal", "sparsity", "density", "decay")
            .add(LongType, "seed")
            .add(BooleanType, "tied")
            .add(StringType, "hidden", "output")
            .add(DoubleType, "output_parameter")
            .add(BooleanType, "bias")
            .add(StringType, "data_kind", "recipe")
            .add(DoubleType, "predicted_seconds")
            .build();

    public static final StructType BAND_POINT =
            new Columns().add(DoubleType, "n", "value", "low", "high").build();

    /** What {@code scaling} says of one group of models and one statistic. */
    public static final StructType SCALING_FIT = new Columns()
            .add(IntegerType, "sizes", "values", "n_min", "n_max")
            .add(StringType, "status", "verdict")
            .add(BooleanType, "misfit")
            .add(DoubleType, "alpha", "alpha_low", "alpha_high")
            .add(DoubleType, "limit", "limit_low", "limit_high")
            .add(BooleanType, "vanishes")
            .add(DoubleType, "amplitude", "amplitude_low", "amplitude_high")
            .add(DoubleType, "alpha_vanishing", "alpha_vanishing_low", "alpha_vanishing_high")
            .add(DoubleType, "expected_alpha")
            .add(BooleanType, "agrees")
            .add(DoubleType, "sizes_pvalue", "trend_pvalue", "misfit_pvalue")
            .add(new ArrayType(BAND_POINT, true), "band")
            .build();

    /** What makes a group of models in {@code scaling}, with a statistic. */
    public static final StructType SCALING_GROUP = new Columns()
            .add(StringType, "statistic", "model_kind")
            .add(DoubleType, "ratio", "density", "decay", "importance_last")
            .add(BooleanType, "tied")
            .add(StringType, "hidden", "output")
            .add(BooleanType, "bias")
            .add(StringType, "data_kind", "recipe", "family")
            .build();

    /** Columns of {@code scaling}. */
    public static final StructType SCALING_SCHEMA = SCALING_GROUP
            .add("point_keys", DataTypes.createArrayType(StringType), true)
            .merge(SCALING_FIT, true);

    /** Folder of the scaling table, one row per fit. */
    public static final String SCALING = "scaling";

    private Tables() {}

    private static final class Columns {
        private final List<StructField> fields = new ArrayList<>();

        Columns add(DataType type, String... names) {
            for (String name : names) {
                fields.add(DataTypes.createStructField(name, type, true));
            }
            return this;
        }

        StructType build() {
            return DataTypes.createStructType(fields);
        }
    }
}
