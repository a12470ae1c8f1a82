package org.superpose.results;

import static org.superpose.columns.Type.Scalar.FLOAT;
import static org.superpose.columns.Type.Scalar.INT;
import static org.superpose.columns.Type.Scalar.STRING;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.superpose.columns.Columns;
import org.superpose.geometry.LevelChanges;
import org.superpose.train.Snapshot;

/** What was recorded of one model while it was trained: its snapshots, and the changes of level of every feature, feature by feature. */
public record Dynamics(List<Snapshot> snapshots, List<Jump> jumps) {
    private static final Columns<Snapshot> SNAPSHOT = Columns.of(Snapshot.class)
            .one("step", INT, Snapshot::step, "The steps taken.")
            .real("learning_rate", Snapshot::learningRate, "The learning rate of that step; NULL at 0.")
            .real(
                    "loss",
                    Snapshot::loss,
                    "The mean batch loss since the step recorded before; of the first batch at 0.")
            .many(
                    "norm",
                    FLOAT,
                    Snapshot::norm,
                    "The norm ‖w_i‖ of each feature. In an untied model it depends on the scale of W_in; √`diag` does not.")
            .many(
                    "dimensionality",
                    FLOAT,
                    Snapshot::dimensionality,
                    "The dimensionality D_i of each feature, by the encoder's columns.")
            .many("bias", FLOAT, Snapshot::bias, "The bias b_i of each feature; NULL for a model without bias.")
            .many(
                    "diag",
                    FLOAT,
                    Snapshot::diag,
                    "The diagonal entry W_ii of each feature; NULL for a tied model, whose W_ii is ‖w_i‖².")
            .struct("weights", WeightsColumns.ALL, Snapshot::weights, "All parameters; NULL unless asked for.");

    private static final Columns<Jump> JUMP = Columns.of(Jump.class)
            .one("i", INT, Jump::i, "The number of the feature.")
            .one("step", INT, Jump::step, "The step at which it jumps.")
            .real("from", jump -> jump.change.before(), "The level before.")
            .real("to", jump -> jump.change.after(), "The level after.")
            .one(
                    "from_level",
                    STRING,
                    jump -> label(jump.change.before()),
                    "The name of the level before where it is within 0.02 of 1, 3/4, 2/3, 1/2, 2/5, 3/8 or 0, else NULL.")
            .one("to_level", STRING, jump -> label(jump.change.after()), "The same of the level after.");

    /** The fields of the column {@code dynamics}. */
    static final Columns<Dynamics> COLUMNS = Columns.of(Dynamics.class)
            .structs(
                    "trajectory",
                    SNAPSHOT,
                    Dynamics::snapshots,
                    "The features at recorded steps of training (`measure.trajectory`); empty for a built model.")
            .structs(
                    "jumps",
                    JUMP,
                    Dynamics::jumps,
                    "The places where D_i goes from one plateau to another; [the definition](dynamics.md).");

    /** A change of feature i's level at a recorded step. */
    public record Jump(int i, int step, LevelChanges.Change change) {}

    /**
     * Finds the jumps of a model.
     *
     * @param snapshots in the order of training
     * @param n the number of features
     */
    public static Dynamics of(List<Snapshot> snapshots, int n) {
        List<Jump> jumps = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int feature = i;
            double[] series = snapshots.stream()
                    .mapToDouble(snapshot -> snapshot.dimensionality()[feature])
                    .toArray();
            if (Arrays.stream(series).allMatch(Double::isFinite)) {
                for (LevelChanges.Change change : LevelChanges.of(series)) {
                    jumps.add(new Jump(i, snapshots.get(change.at()).step(), change));
                }
            }
        }
        return new Dynamics(List.copyOf(snapshots), List.copyOf(jumps));
    }

    private static String label(double dimensionality) {
        LevelChanges.Level level = LevelChanges.Level.near(dimensionality);
        return level == null ? null : level.label();
    }
}
