package org.superpose.cli;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.superpose.codes.Mixture;
import org.superpose.construct.Construction;

/** What {@code theory} says of the models of kinds circle, spherical and ladder: their loss over p² as p → 0, and the blocks that they are made of. */
final class CodePredictions {
    private CodePredictions() {}

    /**
     * Puts the columns, empty where importance is not equal or there is no such model.
     *
     * @param columns those that are wanted, null for all; a kind without any is not searched for blocks, which takes longer than all other predictions, and its
     *     columns are empty
     */
    static void put(Map<String, Object> record, int n, int m, DataPoint point, Collection<String> columns) {
        Map<String, Supplier<Optional<Mixture>>> kinds = new LinkedHashMap<>();
        kinds.put("circle", () -> Construction.Circle.blocks(n, m));
        kinds.put("spherical", () -> Construction.Spherical.blocks(n, m));
        kinds.put("ladder", () -> Construction.Ladder.blocks(n, m, point.density()));
        kinds.forEach((kind, blocks) -> {
            String coefficient = "second_order_" + kind;
            String names = kind + "_blocks";
            boolean wanted = columns == null || columns.contains(coefficient) || columns.contains(names);
            Optional<Mixture> mixture = wanted && point.importance().equal() ? blocks.get() : Optional.empty();
            record.put(coefficient, mixture.map(Mixture::coefficient).orElse(null));
            record.put(names, mixture.map(Mixture::toString).orElse(null));
        });
    }
}
