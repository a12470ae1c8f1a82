package org.superpose.results;

import static org.superpose.columns.Type.Scalar.BOOLEAN;
import static org.superpose.columns.Type.Scalar.INT;
import static org.superpose.columns.Type.Scalar.LONG;
import static org.superpose.columns.Type.Scalar.STRING;

import org.superpose.columns.Columns;
import org.superpose.config.Numbers;
import org.superpose.grid.Point;
import org.superpose.model.Importance;

/** A point of a sweep of some name. */
public record SweepPoint(String sweep, Point point) {
    /** What tells models apart: the columns that the tables of models and of planned points share. */
    public static final Columns<SweepPoint> COLUMNS = Columns.of(SweepPoint.class)
            .with(
                    SweepPoint::point,
                    Columns.of(Point.class)
                            .one(
                                    "model_key",
                                    STRING,
                                    Point::modelKey,
                                    "The hash of the parameters, the seed among them.")
                            .one("point_key", STRING, Point::pointKey, "The hash of the parameters without the seed.")
                            .one(
                                    "parameters",
                                    STRING,
                                    Point::parameters,
                                    "The canonical JSON of everything scientific, with all defaults filled in."))
            .one("sweep", STRING, SweepPoint::sweep, "The name in the sweep file.")
            .with(SweepPoint::point, ofPoint());

    private static Columns<Point> ofPoint() {
        return Columns.of(Point.class)
                .one(
                        "model_kind",
                        STRING,
                        point -> point.kind().label(),
                        "How the weights came about: `trained`, `rug`, `projector`, `tiled`, `circle`, `spherical` or `ladder`.")
                .one("n", INT, Point::n, "The number of features.")
                .one("m", INT, Point::m, "The number of hidden dimensions.")
                .real("ratio", point -> (double) point.m() / point.n(), "The ratio r = m/n.")
                .real("sparsity", point -> Numbers.round12(1 - point.density()), "The sparsity S = 1 − p.")
                .real("density", Point::density, "The probability p that a feature is active.")
                .real(
                        "decay",
                        point -> point.importance() instanceof Importance.Decay decay ? decay.delta() : null,
                        "The δ of I_i = δ^i; NULL for `importance: {last: ρ}`, and where importance depends on x.")
                .one("seed", LONG, Point::seed, "The number that tells models of one point apart.")
                .one("tied", BOOLEAN, point -> point.model().tied(), "Whether W_out = W_inᵀ.")
                .one("hidden", STRING, point -> point.model().hidden().label(), "The activation of the hidden layer.")
                .one("output", STRING, point -> point.model().output().label(), "The output function.")
                .real(
                        "output_parameter",
                        point -> point.model().output().parameterOrNull(),
                        "The α, θ, τ or k of the output function; NULL for identity and ReLU.")
                .one("bias", BOOLEAN, point -> point.model().bias(), "Whether b is trained.")
                .one("data_kind", STRING, point -> point.data().kind().label(), "How features depend on one another.")
                .one(
                        "recipe",
                        STRING,
                        Point::recipe,
                        "Where the training fields that were not given come from; NULL for a built model.");
    }
}
