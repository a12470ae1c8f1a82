package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.superpose.measure.Representation;

/**
 * A set of features as a direct sum: groups that span mutually orthogonal subspaces, up to noise.
 *
 * @param summands by their first features
 * @param dropped features with ‖w_i‖ ≤ {@value Representation#REPRESENTED}: they take no part
 * @param unresolved represented features that the method could put into no summand
 * @param exhaustive whether all subsets were looked at rather than chosen ones; always so for {@link OverlapSums}
 */
public record DirectSum(List<Summand> summands, List<Integer> dropped, List<Integer> unresolved, boolean exhaustive) {
    /** The most features. More would take an n × n matrix of overlaps that is not worth holding. */
    public static final int MOST_FEATURES = 2048;
    /** The name of the empty sum. */
    public static final String NOTHING = "nothing";

    public DirectSum {
        summands = List.copyOf(summands);
        dropped = List.copyOf(dropped);
        unresolved = List.copyOf(unresolved);
    }

    /**
     * The shapes of all summands, those of more dimensions first and equal ones counted, as "triangle ⊕ 2 × digon ⊕ dedicated"; {@value #NOTHING}
     * if nothing is represented.
     */
    public String name() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        summands.stream()
                .sorted(Comparator.comparingInt((Summand summand) -> -summand.dimension())
                        .thenComparingInt(summand -> -summand.features().size())
                        .thenComparing(summand -> summand.shape().name()))
                .forEach(summand -> counts.merge(summand.shape().name(), 1, Integer::sum));
        return counts.isEmpty()
                ? NOTHING
                : counts.entrySet().stream()
                        .map(shape ->
                                shape.getValue() == 1 ? shape.getKey() : shape.getValue() + " × " + shape.getKey())
                        .collect(Collectors.joining(" ⊕ "));
    }

    /**
     * The polytope that the vectors are the corners of, dedicated features left out, where it has a name of its own: a k-gon and a digon are a
     * bipyramid, d digons a square, an octahedron or a cross-polytope, one summand its own shape. Null of any other sum.
     */
    public String polytope() {
        List<Summand> shared = summands.stream()
                .filter(summand -> summand.features().size() > 1)
                .toList();
        long digons = shared.stream().filter(DirectSum::digon).count();
        List<Summand> rest = shared.stream().filter(summand -> !digon(summand)).toList();
        if (rest.size() == 1 && digons == 0) {
            String name = rest.get(0).shape().name();
            return name.equals(Shape.UNKNOWN) ? null : name;
        }
        if (rest.size() == 1 && digons == 1 && polygon(rest.get(0))) {
            return KnownCodes.bipyramidName(rest.get(0).features().size());
        }
        return rest.isEmpty() ? digons((int) digons) : null;
    }

    private static String digons(int count) {
        return switch (count) {
            case 0 -> null;
            case 1 -> "digon";
            case 2 -> "square";
            case 3 -> "octahedron";
            default -> "cross-polytope";
        };
    }

    private static boolean digon(Summand summand) {
        return summand.shape().name().equals("digon");
    }

    private static boolean polygon(Summand summand) {
        int corners = summand.features().size();
        return summand.dimension() == 2 && summand.shape().name().equals(KnownCodes.polygonName(corners));
    }

    /** The represented features of vectors, after checking them. */
    static List<Integer> represented(double[][] vectors) {
        Linear.check(vectors);
        if (vectors.length > MOST_FEATURES) {
            throw new IllegalArgumentException("direct sums of " + vectors.length
                    + " features need too much memory; at most " + MOST_FEATURES + " can be given: choose some");
        }
        return IntStream.range(0, vectors.length)
                .filter(i -> FeaturePlace.represented(vectors[i]))
                .boxed()
                .toList();
    }

    /**
     * The sum of the given groups.
     *
     * @param groups disjoint and not empty
     */
    static DirectSum of(double[][] vectors, Collection<List<Integer>> groups, boolean exhaustive) {
        double[][] gram = Linear.gram(vectors);
        List<Summand> summands = new ArrayList<>();
        Set<Integer> placed = new HashSet<>();
        for (List<Integer> group : groups) {
            List<Integer> features = group.stream().sorted().toList();
            summands.add(summand(vectors, gram, features));
            placed.addAll(features);
        }
        summands.sort(Comparator.comparingInt(summand -> summand.features().get(0)));
        List<Integer> represented = represented(vectors);
        List<Integer> dropped =
                new ArrayList<>(IntStream.range(0, vectors.length).boxed().toList());
        dropped.removeAll(new HashSet<>(represented));
        List<Integer> unresolved =
                represented.stream().filter(i -> !placed.contains(i)).toList();
        return new DirectSum(summands, dropped, unresolved, exhaustive);
    }

    private static Summand summand(double[][] vectors, double[][] gram, List<Integer> features) {
        double[][] members = Linear.select(vectors, features);
        Linear.Spectrum spectrum = spectrum(members);
        int dimension = spectrum.rank(Summand.RELEVANT);
        double dimensionality = features.stream()
                .mapToDouble(i -> gram[i][i] * gram[i][i] / Linear.dot(gram[i], gram[i]))
                .average()
                .orElseThrow();
        return new Summand(
                features,
                dimension,
                dimensionality,
                Shape.of(members, dimension),
                Arrays.copyOf(spectrum.values(), dimension));
    }

    /** The eigenvalues of Σ ŵ_i ŵ_iᵀ, or of the Gram matrix of the ŵ_i, whichever is smaller: they are the same but for zeros. */
    static Linear.Spectrum spectrum(double[][] vectors) {
        double[][] units = Linear.units(vectors);
        return Linear.spectrum(units.length < units[0].length ? Linear.gram(units) : Linear.frame(units));
    }

    /** The groups as sets of features: what two ways of finding them must agree in. */
    Set<Set<Integer>> partition() {
        return summands.stream().map(summand -> Set.copyOf(summand.features())).collect(Collectors.toUnmodifiableSet());
    }
}
