package org.superpose.geometry;

import static org.superpose.columns.Type.Scalar.BOOLEAN;
import static org.superpose.columns.Type.Scalar.DOUBLE;
import static org.superpose.columns.Type.Scalar.FLOAT;
import static org.superpose.columns.Type.Scalar.INT;
import static org.superpose.columns.Type.Scalar.STRING;

import java.util.List;
import java.util.stream.IntStream;
import org.superpose.columns.Columns;

/** The fields of the column {@code geometry}. */
public final class GeometryColumns {
    private static final Columns<Place> PLACE = Columns.of(Place.class)
            .one("i", INT, place -> place.encoder.i(), "The number of the feature, from 0.")
            .one(
                    "norm",
                    FLOAT,
                    place -> place.encoder.norm(),
                    "Its norm ‖w_i‖, w_i the encoder's column, which in an untied model depends on the scale of W_in; `interaction_norm` does not, nor do"
                            + " the two after it.")
            .one("interference", FLOAT, place -> place.encoder.interference(), "Its interference Σ_{j≠i} (ŵ_i·w_j)².")
            .one(
                    "dimensionality",
                    FLOAT,
                    place -> place.encoder.dimensionality(),
                    "Its dimensionality D_i = ‖w_i‖² / Σ_j (ŵ_i·w_j)².")
            .one(
                    "class",
                    STRING,
                    place -> place.encoder.role().label(),
                    "What became of it: `dropped`, `dedicated` or `superposed`.")
            .many(
                    "partners",
                    INT,
                    place -> place.encoder.partners(),
                    "The represented features j with |ŵ_i·ŵ_j| > " + FeaturePlace.OVERLAP
                            + ", of a superposed feature.")
            .one("antipode", INT, place -> place.encoder.antipode(), "The feature of its antipodal pair, or NULL.")
            .with(Place::interaction, interaction());

    private static final Columns<Named> SUMMAND = Columns.of(Named.class)
            .many("features", INT, named -> named.summand.features(), "The numbers of its features.")
            .one("dimension", INT, named -> named.summand.dimension(), "The dimension k of their span.")
            .real("dimensionality", named -> named.summand.dimensionality(), "The mean D_i of its features.")
            .one("shape", STRING, named -> named.summand.shape().name(), "The name of their shape.")
            .real(
                    "deviation",
                    named -> named.summand.shape().deviation(),
                    "How far the largest cosine of two features is from that shape's.")
            .many(
                    "gram_spectrum",
                    DOUBLE,
                    named -> named.summand.spectrum(),
                    "The k largest eigenvalues of Σ ŵ_i ŵ_iᵀ.")
            .with(Named::code, code());

    private static final Columns<PersistenceInterval> INTERVAL = Columns.of(PersistenceInterval.class)
            .one(
                    "dimension",
                    INT,
                    PersistenceInterval::dimension,
                    "The dimension of the hole: 0 for a component, 1 for a loop, 2 for a void.")
            .real("birth", PersistenceInterval::birth, "The edge length at which it appears.")
            .real("death", PersistenceInterval::death, "The edge length from which it is filled; NULL if it never is.");

    private static final Columns<DecoderRegions.Entered> REGION = Columns.of(DecoderRegions.Entered.class)
            .many("firing", INT, DecoderRegions.Entered::firing, "The features with w_i·h + b_i > 0.")
            .real("probability", DecoderRegions.Entered::probability, "The probability of the region under the data.")
            .real(
                    "area",
                    DecoderRegions.Entered::area,
                    "The area of the region for m = 2; NULL if it is unbounded, or for another m.")
            .real("x", region -> coordinate(region, 0), "The first coordinate of a point inside; NULL with the area.")
            .real("y", region -> coordinate(region, 1), "The second coordinate of that point.");

    /** All of them, in the order of the table. */
    public static final Columns<GeometryReport> ALL = Columns.of(GeometryReport.class)
            .with(
                    GeometryReport::encoder,
                    Columns.of(ModelGeometry.class)
                            .real(
                                    "dimensionality_sum",
                                    ModelGeometry::dimensionalitySum,
                                    "The sum Σ_i D_i by the encoder's columns; at most the rank. In an untied model it depends on the encoder that was found;"
                                            + " `interaction_dimensionality_sum` does not."))
            .with(
                    GeometryReport::interaction,
                    Columns.of(ModelGeometry.class)
                            .real(
                                    "interaction_dimensionality_sum",
                                    ModelGeometry::dimensionalitySum,
                                    "The sum Σ_i D_i by W, where D_i = W_ii²/Σ_j W_ij²; NULL for tied models."))
            .with(GeometryReport::encoder, frame())
            .one(
                    "dropped",
                    INT,
                    report -> report.count(FeaturePlace.Role.DROPPED),
                    "The number of features with ‖w_i‖ ≤ ½.")
            .one(
                    "dedicated",
                    INT,
                    report -> report.count(FeaturePlace.Role.DEDICATED),
                    "The number of the others with D_i > " + FeaturePlace.DEDICATED + ".")
            .one("superposed", INT, report -> report.count(FeaturePlace.Role.SUPERPOSED), "The number of the rest.")
            .one(
                    "antipodal_pairs",
                    INT,
                    GeometryReport::antipodalPairs,
                    "The number of pairs with ŵ_i·ŵ_j < " + FeaturePlace.OPPOSITE
                            + ", each the other's nearest to its opposite.")
            .one(
                    "dead_neurons",
                    INT,
                    report -> report.count(Neuron.Kind.DEAD),
                    "The number of units of a hidden ReLU that no feature drives; NULL without it.")
            .one(
                    "monosemantic_neurons",
                    INT,
                    report -> report.count(Neuron.Kind.MONOSEMANTIC),
                    "The number of those that one feature drives.")
            .one(
                    "polysemantic_neurons",
                    INT,
                    report -> report.count(Neuron.Kind.POLYSEMANTIC),
                    "The number of those that several features drive.")
            .with(GeometryReport::sum, sum())
            .one(
                    "planes_agree",
                    BOOLEAN,
                    report -> report.planes() == null
                            ? null
                            : report.planes().partition().equals(report.sum().partition()),
                    "Whether `planes` has the same groups of features as `summands`.")
            .with(
                    GeometryReport::planes,
                    Columns.of(DirectSum.class)
                            .one(
                                    "exhaustive",
                                    BOOLEAN,
                                    DirectSum::exhaustive,
                                    "Whether all subsets were looked at for `planes`."))
            .with(GeometryReport::barcode, points())
            .with(GeometryReport::regions, regionCounts())
            .with(
                    GeometryReport::encoder,
                    Columns.of(ModelGeometry.class)
                            .many(
                                    "frame_spectrum",
                                    DOUBLE,
                                    ModelGeometry::frameSpectrum,
                                    "All m eigenvalues of the frame operator F."))
            .structs("features", PLACE, GeometryColumns::places, "Each feature and where it is among the others.")
            .structs(
                    "summands",
                    SUMMAND,
                    GeometryColumns::summands,
                    "The summands of the direct sum, by the overlaps of the encoder's columns.")
            .groups(
                    "planes",
                    INT,
                    report -> report.planes() == null
                            ? null
                            : report.planes().summands().stream()
                                    .map(Summand::features)
                                    .toList(),
                    "The features of each summand by the second way, planes through subsets, for dimensions up to 4.")
            .structs(
                    "barcode",
                    INTERVAL,
                    report -> report.barcode() == null ? null : report.barcode().intervals(),
                    "The persistent homology of the ŵ_i of represented features, H0 to H2 for up to 64 of them, H0 and H1 beyond.")
            .structs(
                    "regions",
                    REGION,
                    report -> report.regions() == null ? null : report.regions().regions(),
                    "The 256 most probable regions of the hidden space within which the same outputs fire, and of those seen by samples only"
                            + " what was seen at least twice; NULL unless the output is ReLU or leaky ReLU.")
            .many(
                    "skipped",
                    STRING,
                    GeometryReport::skipped,
                    "What is NULL here because of the size of the model, and why.");

    private GeometryColumns() {}

    /** One feature by the encoder's columns and, unless the model is tied, by W. */
    private record Place(FeaturePlace encoder, FeaturePlace interaction) {}

    /** A summand and its spherical code, null of one feature alone. */
    private record Named(Summand summand, SphericalCode code) {}

    private static Columns<FeaturePlace> interaction() {
        return Columns.of(FeaturePlace.class)
                .one(
                        "interaction_norm",
                        FLOAT,
                        FeaturePlace::norm,
                        "The norm by W, √W_ii; NULL for a tied model, as are the next two.")
                .one("interaction_interference", FLOAT, FeaturePlace::interference, "The interference by W.")
                .one(
                        "interaction_dimensionality",
                        FLOAT,
                        FeaturePlace::dimensionality,
                        "The dimensionality by W, W_ii²/Σ_j W_ij².");
    }

    private static Columns<SphericalCode> code() {
        return Columns.of(SphericalCode.class)
                .real("thomson_energy", SphericalCode::thomson, "The Thomson energy Σ 1/‖ŵ_i − ŵ_j‖ over pairs.")
                .real(
                        "thomson_optimum",
                        SphericalCode::leastThomson,
                        "The least Thomson energy there is, or NULL where it is not known.")
                .real("min_angle", SphericalCode::angle, "The smallest angle between two ŵ_i, in radians.")
                .real(
                        "angle_optimum",
                        SphericalCode::largestAngle,
                        "The largest such angle there is (Tammes), or NULL where it is not known.")
                .real("coherence", SphericalCode::coherence, "The coherence max |ŵ_i·ŵ_j|.")
                .real(
                        "welch",
                        SphericalCode::welch,
                        "The least coherence of vectors in exactly k dimensions; vectors that lean out of them may be below.");
    }

    private static Columns<ModelGeometry> frame() {
        return Columns.of(ModelGeometry.class)
                .one("rank", INT, ModelGeometry::rank, "The rank of the frame operator F = Σ w_i w_iᵀ.")
                .one(
                        "tight",
                        BOOLEAN,
                        ModelGeometry::tight,
                        "Whether the positive eigenvalues of F are equal, to 1 %.");
    }

    private static Columns<DirectSum> sum() {
        return Columns.of(DirectSum.class)
                .one(
                        "sum_name",
                        STRING,
                        DirectSum::name,
                        "The shapes of all summands, as in `triangle ⊕ 2 × digon ⊕ dedicated`; `nothing` of none.")
                .one(
                        "polytope",
                        STRING,
                        DirectSum::polytope,
                        "What the superposed features are the corners of, where that has a name.");
    }

    private static Columns<Barcode> points() {
        return Columns.of(Barcode.class)
                .one("barcode_points", INT, Barcode::points, "How many points the barcode is of, at most 300.")
                .real(
                        "covering_radius",
                        Barcode::coveringRadius,
                        "The largest distance of another feature's ŵ_i from those points; 0 if there is none.");
    }

    private static Columns<DecoderRegions> regionCounts() {
        return Columns.of(DecoderRegions.class)
                .one(
                        "region_count",
                        INT,
                        DecoderRegions::count,
                        "How many regions there are, for m = 2 and n ≤ 256, or were seen by samples.")
                .one("regions_exact", BOOLEAN, DecoderRegions::exact, "Which of the two it is: true if all are known.")
                .real(
                        "unseen",
                        DecoderRegions::unseen,
                        "The estimated probability of all regions that no sample fell into, or, where all are known, of firing patterns that no"
                                + " region has; a sample on a line, as h = 0 is without biases, counts where the feature does not fire.");
    }

    private static List<Place> places(GeometryReport report) {
        if (report.encoder() == null) {
            return null;
        }
        ModelGeometry interaction = report.interaction();
        return report.encoder().features().stream()
                .map(place -> new Place(
                        place,
                        interaction == null ? null : interaction.features().get(place.i())))
                .toList();
    }

    private static List<Named> summands(GeometryReport report) {
        if (report.sum() == null) {
            return null;
        }
        return IntStream.range(0, report.sum().summands().size())
                .mapToObj(q ->
                        new Named(report.sum().summands().get(q), report.codes().get(q)))
                .toList();
    }

    private static Double coordinate(DecoderRegions.Entered region, int axis) {
        return region.inside() == null ? null : region.inside()[axis];
    }
}
