package org.superpose.cli;

import java.util.Map;
import java.util.Optional;
import org.superpose.codes.Mixture;
import org.superpose.construct.Construction;

/** What {@code theory} says of the models of kinds circle, spherical and ladder: their loss over p² as p → 0, and the blocks that they are made of. */
final class CodePredictions {
    private CodePredictions() {}

    /** Puts the columns, empty where importance is not equal or there is no such model. */
    static void put(Map<String, Object> record, int n, int m, DataPoint point) {
        boolean equal = point.importance().equal();
        put(record, "circle", equal ? Construction.Circle.blocks(n, m) : Optional.empty());
        put(record, "spherical", equal ? Construction.Spherical.blocks(n, m) : Optional.empty());
        put(record, "ladder", equal ? Construction.Ladder.blocks(n, m, point.density()) : Optional.empty());
    }

    private static void put(Map<String, Object> record, String kind, Optional<Mixture> blocks) {
        record.put("second_order_" + kind, blocks.map(Mixture::coefficient).orElse(null));
        record.put(kind + "_blocks", blocks.map(Mixture::toString).orElse(null));
    }
}
