package org.superpose.sweep;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.superpose.construct.Construction;
import org.superpose.grid.Point;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.model.Weights;
import org.superpose.results.ResultsDirectory;
import org.superpose.views.KeptModels;

/** The weights of the blocks that tiled models are composed of, sent once to each executor. */
final class TileWeights implements Serializable {
    private static final long serialVersionUID = 1;

    /** The weights of each block by model key; null where no model is tiled. */
    private final Broadcast<Map<String, Block>> blocks;

    private TileWeights(Broadcast<Map<String, Block>> blocks) {
        this.blocks = blocks;
    }

    private record Block(ModelSpec spec, int n, int m, float[] values) implements Serializable {}

    /** Reads the blocks that these points need. */
    static TileWeights read(JavaSparkContext context, SparkSession spark, List<Point> points) {
        Set<Construction.Tiled> wanted = new LinkedHashSet<>();
        for (Point point : points) {
            if (!point.trained() && point.construction() instanceof Construction.Tiled tiled) {
                wanted.add(new Construction.Tiled(tiled.block(), 1, tiled.from()));
            }
        }
        Map<String, Block> blocks = new LinkedHashMap<>();
        for (Construction.Tiled tiled : wanted) {
            ResultsDirectory directory = ResultsDirectory.existing(tiled.from().get(0));
            Weights weights = KeptModels.find(spark.newSession(), directory, tiled.block())
                    .weights();
            Layout layout = weights.layout();
            blocks.put(tiled.block(), new Block(layout.spec(), layout.n(), layout.m(), weights.values()));
        }
        return new TileWeights(wanted.isEmpty() ? null : context.broadcast(blocks));
    }

    /** The block of a model key. */
    Weights of(String modelKey) {
        Block block = blocks.value().get(modelKey);
        return new Weights(new Layout(block.spec(), block.n(), block.m()), block.values());
    }
}
