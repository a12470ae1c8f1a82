package org.superpose.results;

import org.superpose.config.Numbers;
import org.superpose.grid.Point;
import org.superpose.model.Importance;

/** The identity columns that {@code models} and {@code planned} share. */
public final class PointRows {
    private PointRows() {}

    public static RowBuilder identity(RowBuilder row, String sweep, Point point) {
        return row.set("model_key", point.modelKey())
                .set("point_key", point.pointKey())
                .set("parameters", point.parameters())
                .set("sweep", sweep)
                .set("model_kind", point.kind().label())
                .set("n", point.n())
                .set("m", point.m())
                .set("ratio", (double) point.m() / point.n())
                .set("sparsity", Numbers.round12(1 - point.density()))
                .set("density", point.density())
                .set("decay", point.importance() instanceof Importance.Decay decay ? decay.delta() : null)
                .set("seed", point.seed())
                .set("tied", point.model().tied())
                .set("hidden", point.model().hidden().label())
                .set("output", point.model().output().label())
                .set("output_parameter", point.model().output().parameterOrNull())
                .set("bias", point.model().bias())
                .set("data_kind", point.data().kind().label())
                .set("recipe", point.recipe());
    }
}
