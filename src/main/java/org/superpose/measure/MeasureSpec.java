package org.superpose.measure;

import java.io.Serializable;

/**
 * What is kept of a trained model beyond its scalar columns; not part of a model's identity.
 *
 * @param features whether to keep per-feature statistics
 * @param curve the most points of the learning curve, 0 for none
 * @param weights whether to keep the weights
 * @param active the most active features whose loss is told apart, {@link LossByActiveFeatures}, 0 for none
 * @param l1 samples that are decoded by basis pursuit as well, 0 for none
 * @param geometry whether to look for direct sums, shapes, holes and regions; whoever puts rows together does
 * @param trajectory the most steps at which features are recorded during training, 0 for none
 * @param trajectoryWeights whether all parameters are recorded there too
 * @param precision the relative standard error to which the loss is evaluated, in [{@value #FINEST}, {@value #COARSEST}]
 */
public record MeasureSpec(
        boolean features,
        int curve,
        boolean weights,
        int active,
        int l1,
        boolean geometry,
        int trajectory,
        boolean trajectoryWeights,
        double precision)
        implements Serializable {
    /** A precision that takes 100 times as many samples as the default. */
    public static final double FINEST = 0.0005;

    /** A precision that most evaluations reach with the least number of samples there is. */
    public static final double COARSEST = 0.1;

    private static final double PRECISION = 0.005;

    /** Keeps features and a learning curve of 64 points, and nothing else. */
    public static final MeasureSpec DEFAULT = new MeasureSpec(true, 64, false, 0, 0);

    public MeasureSpec {
        if (curve < 0) {
            throw new IllegalArgumentException("measure.curve must not be negative; got " + curve);
        }
        if (active < 0 || active > LossByActiveFeatures.MOST) {
            throw new IllegalArgumentException(
                    "measure.active must be in [0, " + LossByActiveFeatures.MOST + "]; got " + active);
        }
        if (trajectory < 0) {
            throw new IllegalArgumentException("measure.trajectory must not be negative; got " + trajectory);
        }
        if (trajectoryWeights && trajectory == 0) {
            throw new IllegalArgumentException("measure.trajectory_weights needs measure.trajectory of at least 1");
        }
        if (!(precision >= FINEST && precision <= COARSEST)) {
            throw new IllegalArgumentException(
                    "measure.precision must be in [" + FINEST + ", " + COARSEST + "]; got " + precision);
        }
        if (l1 < 0) {
            throw new IllegalArgumentException("measure.l1 must not be negative; got " + l1);
        }
    }

    /** A specification that asks for whatever this one or the other asks for. */
    public MeasureSpec and(MeasureSpec other) {
        return new MeasureSpec(
                features || other.features,
                Math.max(curve, other.curve),
                weights || other.weights,
                Math.max(active, other.active),
                Math.max(l1, other.l1),
                geometry || other.geometry,
                Math.max(trajectory, other.trajectory),
                trajectoryWeights || other.trajectoryWeights,
                Math.min(precision, other.precision));
    }

    /** The same with another precision of the loss. */
    public MeasureSpec withPrecision(double other) {
        return new MeasureSpec(features, curve, weights, active, l1, geometry, trajectory, trajectoryWeights, other);
    }

    /** A specification that asks for neither geometry nor a trajectory. */
    public MeasureSpec(boolean features, int curve, boolean weights, int active, int l1) {
        this(features, curve, weights, active, l1, false, 0, false, PRECISION);
    }
}
