package org.superpose.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.superpose.geometry.LevelChanges;
import org.superpose.train.Snapshot;

/** What was recorded of one model while it was trained, as the column {@code dynamics}. */
final class Dynamics {
    private Dynamics() {}

    /** @param n features */
    static Row row(List<Snapshot> snapshots, int n) {
        return RowFactory.create(snapshots.stream().map(Dynamics::snapshot).toArray(Row[]::new), jumps(snapshots, n));
    }

    private static Row snapshot(Snapshot snapshot) {
        return RowFactory.create(
                snapshot.step(),
                snapshot.learningRate(),
                snapshot.loss(),
                finite(snapshot.norm()),
                finite(snapshot.dimensionality()),
                finite(snapshot.bias()),
                finite(snapshot.diag()),
                snapshot.weights() == null ? null : ModelRow.weights(snapshot.weights()));
    }

    /** The changes of every feature, feature by feature. */
    private static Row[] jumps(List<Snapshot> snapshots, int n) {
        List<Row> jumps = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int feature = i;
            double[] series = snapshots.stream()
                    .mapToDouble(snapshot -> snapshot.dimensionality()[feature])
                    .toArray();
            if (!Arrays.stream(series).allMatch(Double::isFinite)) {
                continue;
            }
            for (LevelChanges.Change change : LevelChanges.of(series)) {
                jumps.add(RowFactory.create(
                        i,
                        snapshots.get(change.at()).step(),
                        change.before(),
                        change.after(),
                        label(change.before()),
                        label(change.after())));
            }
        }
        return jumps.toArray(Row[]::new);
    }

    private static String label(double dimensionality) {
        LevelChanges.Level level = LevelChanges.Level.near(dimensionality);
        return level == null ? null : level.label();
    }

    /** The array itself, or, where an intermediate number is beyond a float, a copy with null in its place. */
    private static Object finite(float[] values) {
        if (values == null) {
            return null;
        }
        boolean finite = true;
        for (float value : values) {
            finite &= Float.isFinite(value);
        }
        if (finite) {
            return values;
        }
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = Float.isFinite(values[i]) ? values[i] : null;
        }
        return boxed;
    }
}
