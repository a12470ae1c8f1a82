package org.superpose.cli;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superpose.codes.KnownBlocks;
import org.superpose.codes.Mixture;
import org.superpose.construct.Construction;

/** What {@code theory} says of the models of kinds circle, spherical and ladder: their loss over p² as p → 0, and the blocks that they are made of. */
final class CodePredictions {
    private static final List<Construction.OfCodes> KINDS = List.of(
            new Construction.Circle(),
            new Construction.Spherical(KnownBlocks.VERSION),
            new Construction.Ladder(KnownBlocks.VERSION));

    private CodePredictions() {}

    /**
     * Puts the columns, empty where importance is not equal or there is no such model.
     *
     * @param columns those that are wanted, null for all; a kind without any is not searched for blocks, which takes longer than all other predictions, and its
     *     columns are empty
     */
    static void put(Map<String, Object> record, int n, int m, DataPoint point, Collection<String> columns) {
        for (Construction.OfCodes codes : KINDS) {
            String coefficient = "second_order_" + codes.kind().label();
            String names = codes.kind().label() + "_blocks";
            boolean wanted = columns == null || columns.contains(coefficient) || columns.contains(names);
            Optional<Mixture> mixture =
                    wanted && point.importance().equal() ? codes.mixture(n, m, point.density()) : Optional.empty();
            record.put(coefficient, mixture.map(Mixture::coefficient).orElse(null));
            record.put(names, mixture.map(Mixture::toString).orElse(null));
        }
    }
}
