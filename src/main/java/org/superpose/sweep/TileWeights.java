package org.superpose.sweep;

import java.io.Serializable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.superpose.construct.Construction;
import org.superpose.construct.Tiles;
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

    private record Block(ModelSpec spec, int n, int m, float[] values) implements Serializable {
        static Block of(Weights weights) {
            Layout layout = weights.layout();
            return new Block(layout.spec(), layout.n(), layout.m(), weights.values());
        }

        Weights weights() {
            return new Weights(new Layout(spec, n, m), values);
        }
    }

    /** Reads the blocks that these points need. */
    static TileWeights read(JavaSparkContext context, SparkSession spark, List<Point> points) {
        Map<String, Set<String>> keys = new LinkedHashMap<>();
        for (Point point : points) {
            if (!point.trained() && point.construction() instanceof Construction.Tiled tiled) {
                tiled.blocks()
                        .forEach(copies -> keys.computeIfAbsent(copies.directory(), none -> new TreeSet<>())
                                .add(copies.block()));
            }
        }
        Map<String, Block> blocks = new HashMap<>();
        keys.forEach((directory, wanted) -> KeptModels.weights(
                        spark.newSession(), ResultsDirectory.existing(directory), wanted)
                .forEach((key, weights) -> blocks.put(key, Block.of(weights))));
        return new TileWeights(keys.isEmpty() ? null : context.broadcast(blocks));
    }

    /** The blocks of a model in their order. */
    List<Tiles.Part> of(Construction.Tiled tiled) {
        return tiled.blocks().stream()
                .map(copies -> new Tiles.Part(blocks.value().get(copies.block()).weights(), copies.count()))
                .toList();
    }
}
