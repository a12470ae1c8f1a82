package org.superpose.codes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.superpose.geometry.KnownCodes;

/**
 * The codes known beside circles, the best one of each size: dedicated features, antipodal pairs, arrangements that have a name, and those that a search
 * found, which are kept in {@code found-codes.txt}.
 */
public final class KnownBlocks {
    /** The number of this list. It grows when a code is added, since a spherical model of the same size is another one then. */
    public static final int VERSION = 1;

    private static final int SPATIAL = 3;
    private static final int MOST_SPATIAL = 12;

    private KnownBlocks() {}

    /** The best of each size. */
    private static final class Best {
        static final List<Block> ALL = best();
    }

    /** A code with its coefficient, which is computed once. */
    public record Block(Code code, double coefficient) {
        Block(Code code) {
            this(code, code.coefficient());
        }

        /** The sum over its features, g times the coefficient. */
        double total() {
            return code.features() * coefficient;
        }
    }

    /** Ascending in dimensions, then in features. */
    public static List<Block> all() {
        return Best.ALL;
    }

    private static List<Block> best() {
        List<Code> codes = new ArrayList<>(List.of(Code.DEDICATED, Code.PAIR));
        for (int count = 2 * SPATIAL + 1; count <= MOST_SPATIAL; count++) {
            for (KnownCodes.Named named : KnownCodes.of(count, SPATIAL)) {
                codes.add(Code.shifted(named.name(), named.vectors()));
            }
        }
        codes.addAll(SharpCodes.all());
        FoundCodes.all().forEach(found -> codes.add(found.code()));
        Map<List<Integer>, Block> best = new HashMap<>();
        for (Code code : codes) {
            best.merge(
                    List.of(code.dimensions(), code.features()),
                    new Block(code),
                    (one, other) -> other.coefficient() < one.coefficient() ? other : one);
        }
        return best.values().stream()
                .sorted(Comparator.comparingInt((Block block) -> block.code().dimensions())
                        .thenComparingInt(block -> block.code().features()))
                .toList();
    }
}
