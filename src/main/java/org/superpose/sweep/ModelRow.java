package org.superpose.sweep;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.superpose.construct.Construction;
import org.superpose.construct.Tiles;
import org.superpose.geometry.GeometryReport;
import org.superpose.grid.Point;
import org.superpose.kernel.Kernel;
import org.superpose.measure.BasisPursuitLoss;
import org.superpose.measure.Feature;
import org.superpose.measure.LossByActiveFeatures;
import org.superpose.measure.MeasureSpec;
import org.superpose.measure.Measurement;
import org.superpose.model.Weights;
import org.superpose.results.GeometryRow;
import org.superpose.results.RowBuilder;
import org.superpose.train.Outcome;
import org.superpose.train.Trainer;
import org.superpose.train.Trajectory;

/** Trains or builds one point, measures it and fills its row: outcome, loss, theory, statistics and what was asked to be kept. */
final class ModelRow {
    private final RowBuilder row;
    private final Point point;
    private final MeasureSpec measure;
    private final Kernel kernel;
    private final TileWeights blocks;
    private final Trajectory trajectory;

    ModelRow(RowBuilder row, Point point, MeasureSpec measure, Kernel kernel, TileWeights blocks) {
        this.row = row;
        this.point = point;
        this.measure = measure;
        this.kernel = kernel;
        this.blocks = blocks;
        this.trajectory = new Trajectory(measure.trajectory(), measure.trajectoryWeights());
    }

    /** Fills the row; a model without a finite result has no more than its outcome. */
    void fill(Trainer.Monitor monitor) {
        Outcome outcome = point.trained() ? trained(monitor) : built();
        row.set("status", outcome.status().label())
                .set("stop_reason", outcome.stopReason())
                .set("steps", outcome.steps())
                .set("samples", (long) outcome.steps() * point.batch());
        if (outcome.status() == Outcome.Status.DIVERGED) {
            return;
        }
        Measurement.Subject subject = new Measurement.Subject(outcome.weights(), point.objective(), point.modelKey());
        Measurement measurement = Measurement.of(subject, measure, kernel, () -> monitor.advanced(0));
        if (!measurement.finite()) {
            row.set("status", Outcome.Status.DIVERGED.label()).set("stop_reason", "statistics are not finite");
            return;
        }
        results(outcome, measurement);
        if (measure.geometry()) {
            row.set("geometry", GeometryRow.of(GeometryReport.of(subject, () -> monitor.advanced(0))));
        }
    }

    private Outcome trained(Trainer.Monitor monitor) {
        return Trainer.train(point.job(measure.curve()), kernel, monitor, trajectory);
    }

    private Outcome built() {
        Weights weights = point.construction() instanceof Construction.Drawn drawn
                ? drawn.draw(point.modelKey(), point.layout(), point.data(), point.density())
                : Tiles.compose(blocks.of(((Construction.Tiled) point.construction()).block()), point.layout());
        return new Outcome(Outcome.Status.CONVERGED, "built", 0, Double.NaN, weights, List.of());
    }

    private void results(Outcome outcome, Measurement measurement) {
        row.set("loss_train", outcome.lossTrain());
        measurement.columns().forEach(row::set);
        if (measure.features()) {
            row.set(
                    "features",
                    measurement.features().stream().map(ModelRow::feature).toArray(Row[]::new));
        }
        if (measure.curve() > 0) {
            row.set("curve", curve(outcome.curve()));
        }
        if (measure.l1() > 0) {
            row.set("l1", basisPursuit(measurement.basisPursuit()));
        }
        if (measure.weights()) {
            row.set("weights", weights(outcome.weights()));
        }
        if (measure.trajectory() > 0) {
            row.set("dynamics", Dynamics.row(trajectory.snapshots(), point.n()));
        }
        row.set("theory", theory(measurement));
    }

    private static Row theory(Measurement measurement) {
        List<Object> values = new ArrayList<>(measurement.theory().values());
        values.add(measurement.lossByActive() == null ? null : active(measurement.lossByActive()));
        return RowFactory.create(values.toArray());
    }

    private static Row[] active(LossByActiveFeatures loss) {
        return loss.parts().stream()
                .map(part -> RowFactory.create(
                        part.k(), part.probability(), part.loss(), part.standardError(), part.share()))
                .toArray(Row[]::new);
    }

    private static Row basisPursuit(BasisPursuitLoss loss) {
        return RowFactory.create(loss.mean(), loss.standardError(), loss.recovered(), loss.samples());
    }

    private static Row feature(Feature feature) {
        return RowFactory.create(
                feature.i(),
                feature.importance(),
                feature.diag(),
                feature.bias(),
                finite(feature.offdiagEnergy()),
                finite(feature.offdiagSum()),
                feature.lyapunov(),
                finite(feature.norm()),
                finite(feature.interference()),
                finite(feature.dimensionality()));
    }

    /** A sum as a float; null if a float cannot hold it. */
    private static Float finite(float value) {
        return Float.isFinite(value) ? value : null;
    }

    /** W_in as [m,n] and W_out as [n,m], row-major, as {@code export} and PyTorch have them; b is null for a model without bias. */
    static Row weights(Weights weights) {
        return RowFactory.create(
                weights.encoderRows(),
                weights.decoderRows(),
                weights.layout().spec().bias() ? weights.biases() : null);
    }

    private static Row[] curve(List<Outcome.CurvePoint> curve) {
        return curve.stream()
                .map(mark -> RowFactory.create(mark.step(), mark.loss(), mark.learningRate()))
                .toArray(Row[]::new);
    }
}
