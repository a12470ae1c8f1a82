package org.superpose.sweep;

import java.util.List;
import org.superpose.construct.Construction;
import org.superpose.construct.Tiles;
import org.superpose.geometry.GeometryReport;
import org.superpose.grid.Point;
import org.superpose.kernel.Kernel;
import org.superpose.measure.MeasureSpec;
import org.superpose.measure.Measurement;
import org.superpose.model.Weights;
import org.superpose.results.Dynamics;
import org.superpose.results.Ending;
import org.superpose.results.Findings;
import org.superpose.train.Checkpoints;
import org.superpose.train.Outcome;
import org.superpose.train.Trainer;
import org.superpose.train.Trajectory;

/** Trains or builds one point and measures it. */
final class ModelMaking {
    private final Point point;
    private final MeasureSpec measure;
    private final Kernel kernel;
    private final TileWeights tiles;
    private final Trainer.Monitor monitor;
    private final Trajectory trajectory;
    private final Checkpoints checkpoints;

    ModelMaking(
            Point point,
            MeasureSpec measure,
            Kernel kernel,
            TileWeights tiles,
            Trainer.Monitor monitor,
            Checkpoints checkpoints) {
        this.point = point;
        this.measure = measure;
        this.kernel = kernel;
        this.tiles = tiles;
        this.monitor = monitor;
        this.checkpoints = checkpoints;
        this.trajectory = new Trajectory(measure.trajectory(), measure.trajectoryWeights());
    }

    /**
     * How a model ended, and what was found of it.
     *
     * @param findings null of a model without a finite result
     */
    record Made(Ending ending, Findings findings) {}

    /** Makes and measures the model. */
    Made make() {
        Outcome outcome = point.trained() ? trained() : built();
        Ending ending = Ending.of(outcome);
        if (outcome.status() == Outcome.Status.DIVERGED) {
            return new Made(ending, null);
        }
        Measurement.Subject subject = new Measurement.Subject(outcome.weights(), point.objective(), point.modelKey());
        Measurement measurement = Measurement.of(subject, measure, kernel, () -> monitor.advanced(0));
        return measurement.finite()
                ? new Made(ending, findings(outcome, subject, measurement))
                : new Made(ending.diverged("statistics are not finite"), null);
    }

    private Outcome trained() {
        return Trainer.train(point.job(measure.curve()), kernel, monitor, trajectory, checkpoints);
    }

    private Outcome built() {
        Weights weights = point.construction() instanceof Construction.Drawn drawn
                ? drawn.draw(point.modelKey(), point.layout(), point.data(), point.density())
                : Tiles.compose(tiles.of((Construction.Tiled) point.construction()), point.layout());
        return new Outcome(Outcome.Status.CONVERGED, "built", null, 0, 0, Double.NaN, weights, List.of());
    }

    private Findings findings(Outcome outcome, Measurement.Subject subject, Measurement measurement) {
        return new Findings(
                outcome.lossTrain(),
                measurement,
                measure.curve() > 0 ? outcome.curve() : null,
                measure.weights() ? outcome.weights() : null,
                measure.geometry() ? GeometryReport.of(subject, () -> monitor.advanced(0)) : null,
                measure.trajectory() > 0 ? Dynamics.of(trajectory.snapshots(), point.n()) : null);
    }
}
