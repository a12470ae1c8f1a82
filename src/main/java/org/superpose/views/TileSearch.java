package org.superpose.views;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.superpose.construct.BlockMixtures;
import org.superpose.construct.Construction;
import org.superpose.errors.UserException;
import org.superpose.grid.Identity;
import org.superpose.grid.Point;
import org.superpose.results.Reads;
import org.superpose.results.ResultsDirectory;
import org.superpose.views.BlockChoice.Candidate;

/**
 * Looks up the blocks of tiled models: of the trained models in the given directories that fit, the copies or the mixture with the lowest loss, which is the
 * mean of theirs weighted by features.
 */
public final class TileSearch {
    private final SparkSession spark;
    /** What each directory holds, read once. */
    private final Map<String, List<Candidate>> directories = new LinkedHashMap<>();

    private final Set<String> notices = new LinkedHashSet<>();

    public TileSearch(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * The points with their blocks, in the same order.
     *
     * @throws UserException where a directory holds no results, or no model whose weights are kept fits a point
     */
    public List<Point> resolve(List<Point> points) {
        return points.stream()
                .map(point -> point.open() ? resolved(point) : point)
                .toList();
    }

    /** What the user should know of the blocks that were taken. */
    public Collection<String> notices() {
        return Collections.unmodifiableCollection(notices);
    }

    private Point resolved(Point point) {
        List<String> from = ((Construction.Tiled) point.construction()).from();
        List<Candidate> fitting = from.stream()
                .flatMap(directory -> directories.computeIfAbsent(directory, this::read).stream())
                .filter(candidate -> fits(candidate.model(), point))
                .toList();
        Optional<BlockChoice> lowest = BlockChoice.best(point, fitting);
        BlockChoice best = BlockChoice.best(
                        point, fitting.stream().filter(Candidate::weights).toList())
                .orElseThrow(() -> new UserException(refusal(point, from, lowest.isEmpty())));
        if (lowest.isPresent() && lowest.get().loss() < best.loss()) {
            notices.add(described(point) + ": the blocks with the lowest loss, "
                    + lowest.get().described() + ", are not taken but " + best.described()
                    + ", because there are no weights of "
                    + lowest.get().withoutWeights()
                    + ". Run that sweep again with measure: {weights: true} for the better ones");
        }
        return Identity.built(point, best.construction());
    }

    private static String described(Point point) {
        return "model.kind tiled at n = " + point.n() + ", m = " + point.m() + ", density = " + point.density()
                + ", tied = " + point.model().tied();
    }

    /** Whether the model can be a block of the point. */
    private static boolean fits(Point model, Point point) {
        return model.n() < point.n()
                && model.m() < point.m()
                && model.density() == point.density()
                && model.model().equals(point.model())
                && model.data().equals(point.data())
                && point.data().tiles(model.n())
                && model.importance().equal();
    }

    private static String refusal(Point point, List<String> from, boolean none) {
        String places = String.join(", ", from);
        String missing = none
                ? places + " has no finished trained model of size (n/k, m/k), k >= 2, with the same density, model and"
                        + " data (n/k a multiple of data.size) and equal importance, "
                        + (point.n() > BlockMixtures.MOST_FEATURES
                                ? "and other sizes are mixed up to n = " + BlockMixtures.MOST_FEATURES + " only"
                                : "nor such models of other sizes that add up to n and m")
                        + "; train some there with measure: {weights: true}"
                : "the models in " + places
                        + " that fit have no weights; run their sweep again with measure: {weights: true}";
        return described(point) + ": " + missing;
    }

    /** The finished trained models of a directory that this version can tell the identity of. */
    private List<Candidate> read(String location) {
        ResultsDirectory directory = ResultsDirectory.existing(location);
        return Reads.retrying(directory, () -> {
            SparkSession own = spark.newSession();
            Views.register(own, directory, List.of("models"));
            List<Candidate> candidates = new ArrayList<>();
            own.table("models")
                    .where(col("status").isin("converged", "max_steps"))
                    .where(col("model_kind").equalTo("trained"))
                    .where(col("algo_version").isInCollection(Identity.ALGO_VERSIONS))
                    .select(
                            col("parameters"),
                            col("seed"),
                            col("loss"),
                            col("weights").isNotNull())
                    .collectAsList()
                    .forEach(row -> candidates.add(new Candidate(
                            Identity.parse(row.getString(0), row.getLong(1)),
                            row.getDouble(2),
                            row.getBoolean(3),
                            location)));
            notices.addAll(directory.leftOut());
            return candidates;
        });
    }
}
