package org.superpose.views;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.inline;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.superpose.construct.BlockMixtures;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The view {@code block_envelope}: for each size (n, m) and density of trained models their lowest loss, beside the lowest that copies or a mixture of the
 * trained models of that density give by {@link BlockMixtures}. The models are those for which that holds: equal importance, independent features, identity
 * hidden layer, ReLU output and bias; tied and untied together, because a tied model is an untied one too. All sizes of a density are mixed at once, on
 * one executor.
 */
final class BlockEnvelope {
    /** The name of the view. */
    static final String VIEW = "block_envelope";

    private static final StructType BLOCK = new StructType()
            .add("copies", DataTypes.IntegerType)
            .add("n", DataTypes.IntegerType)
            .add("m", DataTypes.IntegerType)
            .add("tied", DataTypes.BooleanType)
            .add("model_key", DataTypes.StringType)
            .add("loss", DataTypes.DoubleType);

    private static final StructType MEASURED = new StructType()
            .add("n", DataTypes.IntegerType)
            .add("m", DataTypes.IntegerType)
            .add("loss", DataTypes.DoubleType)
            .add("tied", DataTypes.BooleanType)
            .add("model_key", DataTypes.StringType)
            .add("models", DataTypes.LongType)
            .add("loss_limit", DataTypes.DoubleType);

    private static final StructType ENVELOPE = MEASURED.add("envelope", DataTypes.DoubleType)
            .add("block_n", DataTypes.IntegerType)
            .add("block_m", DataTypes.IntegerType)
            .add("block_tied", DataTypes.BooleanType)
            .add("block_key", DataTypes.StringType)
            .add("blocks", new ArrayType(BLOCK, false));

    private static final UserDefinedFunction MIX = udf(new Mix(), new ArrayType(ENVELOPE, false));

    private BlockEnvelope() {}

    /** Makes the view over {@code outcomes}, in place of one that is there. */
    static void register(SparkSession spark) {
        view(spark).createOrReplaceTempView(VIEW);
    }

    private static Dataset<Row> view(SparkSession spark) {
        return spark.sql(query())
                .groupBy("density")
                .agg(collect_list(struct(Arrays.stream(MEASURED.fieldNames())
                                .map(name -> col(name))
                                .toArray(Column[]::new)))
                        .as("sizes"))
                .select(col("density"), inline(MIX.apply(col("sizes"))))
                .selectExpr(
                        "n",
                        "m",
                        "m / n AS ratio",
                        "density",
                        "loss",
                        "tied",
                        "model_key",
                        "models",
                        "envelope",
                        "block_n",
                        "block_m",
                        "block_tied",
                        "block_key",
                        "blocks",
                        "try_divide(loss, envelope) - 1 AS excess",
                        "loss_limit");
    }

    /** The best trained model of each size and density. */
    static String query() {
        return """
                SELECT
                  n, m, density, min(loss) AS loss, min_by(tied, loss) AS tied, min_by(model_key, loss) AS model_key,
                  count(*) AS models, max(loss_limit) AS loss_limit
                FROM outcomes
                WHERE loss IS NOT NULL AND model_kind = 'trained' AND decay = 1 AND data_kind = 'independent'
                  AND hidden = 'identity' AND output = 'relu' AND bias
                GROUP BY n, m, density""";
    }

    /** The rows {@link #MEASURED} of one density to rows {@link #ENVELOPE}. */
    static final class Mix implements UDF1<Seq<Row>, List<Row>> {
        private static final long serialVersionUID = 1;

        @Override
        public List<Row> call(Seq<Row> sizes) {
            List<Row> measured = CollectionConverters.asJava(sizes).stream()
                    .sorted(Comparator.comparingDouble((Row row) -> row.<Double>getAs("loss"))
                            .thenComparing(row -> row.<String>getAs("model_key")))
                    .toList();
            List<BlockMixtures.Block> blocks = measured.stream()
                    .map(row -> new BlockMixtures.Block(row.getAs("n"), row.getAs("m"), row.getAs("loss")))
                    .toList();
            BlockMixtures mixtures = BlockMixtures.upTo(most(measured, "n"), most(measured, "m"), blocks);
            return measured.stream().map(row -> mixed(row, measured, mixtures)).toList();
        }

        private static int most(List<Row> rows, String column) {
            return rows.stream()
                    .mapToInt(row -> row.<Integer>getAs(column))
                    .max()
                    .orElseThrow();
        }

        /** A size is a mixture of itself at least. */
        private static Row mixed(Row size, List<Row> measured, BlockMixtures mixtures) {
            int[] counts = mixtures.counts(size.getAs("n"), size.getAs("m")).orElseThrow();
            List<Row> blocks = new ArrayList<>();
            for (int b = 0; b < counts.length; b++) {
                if (counts[b] > 0) {
                    blocks.add(block(measured.get(b), counts[b]));
                }
            }
            Row only = blocks.size() == 1 ? blocks.get(0) : RowFactory.create(new Object[BLOCK.length()]);
            List<Object> values = new ArrayList<>(CollectionConverters.asJava(size.toSeq()));
            values.add(mixtures.loss(counts));
            values.addAll(Arrays.asList(only.get(1), only.get(2), only.get(3), only.get(4), blocks));
            return RowFactory.create(values.toArray());
        }

        private static Row block(Row model, int copies) {
            return RowFactory.create(
                    copies,
                    model.getAs("n"),
                    model.getAs("m"),
                    model.getAs("tied"),
                    model.getAs("model_key"),
                    model.getAs("loss"));
        }
    }
}
