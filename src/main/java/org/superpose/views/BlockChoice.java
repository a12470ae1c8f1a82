package org.superpose.views;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.superpose.construct.BlockMixtures;
import org.superpose.construct.Construction;
import org.superpose.grid.Point;

/**
 * The trained models that a tiled one is composed of, and how often each.
 *
 * @param parts one of copies of one model, several of a mixture
 * @param loss the mean of theirs, weighted by features
 */
record BlockChoice(List<Part> parts, double loss) {
    /** Copies of a model. */
    record Part(Candidate block, int copies) {}

    /**
     * A finished trained model.
     *
     * @param weights whether they were kept
     */
    record Candidate(Point model, double loss, boolean weights, String directory) {
        private String size() {
            return "(" + model.n() + ", " + model.m() + ")";
        }
    }

    /** The choice of the least loss, from the best model of each size; empty where no sizes add up to the point's. */
    static Optional<BlockChoice> best(Point point, List<Candidate> candidates) {
        Map<String, Candidate> bySize = new LinkedHashMap<>();
        candidates.stream()
                .sorted(Comparator.comparingDouble(Candidate::loss)
                        .thenComparing(candidate -> candidate.model().modelKey()))
                .forEach(candidate -> bySize.putIfAbsent(candidate.size(), candidate));
        List<Candidate> blocks = List.copyOf(bySize.values());
        // only copies make a larger model, which no table is needed for
        int mixed = point.n() <= BlockMixtures.MOST_FEATURES ? point.n() : 0;
        BlockMixtures mixtures = BlockMixtures.upTo(
                mixed,
                point.m(),
                blocks.stream()
                        .map(block -> new BlockMixtures.Block(
                                block.model().n(), block.model().m(), block.loss()))
                        .toList());
        return mixtures.counts(point.n(), point.m())
                .map(counts -> new BlockChoice(parts(blocks, counts), mixtures.loss(counts)));
    }

    private static List<Part> parts(List<Candidate> blocks, int[] counts) {
        List<Part> parts = new ArrayList<>();
        for (int b = 0; b < counts.length; b++) {
            if (counts[b] > 0) {
                parts.add(new Part(blocks.get(b), counts[b]));
            }
        }
        return List.copyOf(parts);
    }

    Construction.Tiled construction() {
        return new Construction.Tiled(
                parts.stream()
                        .map(part -> new Construction.Copies(
                                part.block().model().modelKey(),
                                part.copies(),
                                part.block().directory()))
                        .toList(),
                List.of());
    }

    /** "7 × (12, 3) and 1 × (16, 4) with 0.00203". */
    String described() {
        return parts.stream()
                        .map(part -> part.copies() + " × " + part.block().size())
                        .collect(Collectors.joining(" and "))
                + String.format(Locale.ROOT, " with %.6g", loss);
    }

    /** The directories that hold those of its models whose weights were not kept. */
    String withoutWeights() {
        return parts.stream()
                .map(Part::block)
                .filter(block -> !block.weights())
                .map(block -> block.size() + " in " + block.directory())
                .collect(Collectors.joining(" and "));
    }
}
