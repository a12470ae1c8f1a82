package org.superpose.results;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.superpose.geometry.Barcode;
import org.superpose.geometry.DecoderRegions;
import org.superpose.geometry.DirectSum;
import org.superpose.geometry.FeaturePlace;
import org.superpose.geometry.GeometryReport;
import org.superpose.geometry.ModelGeometry;
import org.superpose.geometry.PersistenceInterval;
import org.superpose.geometry.SphericalCode;
import org.superpose.geometry.Summand;

/** The column {@code geometry}. */
public final class GeometryRow {
    private GeometryRow() {}

    public static Row of(GeometryReport report) {
        RowBuilder row = new RowBuilder(Tables.GEOMETRY);
        report.columns().forEach(row::set);
        return row.set("frame_spectrum", present(report.encoder(), ModelGeometry::frameSpectrum))
                .set("features", present(report.encoder(), encoder -> features(encoder, report.interaction())))
                .set("summands", present(report.sum(), sum -> summands(sum, report.codes())))
                .set("planes", present(report.planes(), GeometryRow::groups))
                .set("barcode", present(report.barcode(), GeometryRow::intervals))
                .set("regions", present(report.regions(), GeometryRow::regions))
                .set("skipped", report.skipped().toArray(String[]::new))
                .build();
    }

    private static <T, R> R present(T part, Function<T, R> column) {
        return part == null ? null : column.apply(part);
    }

    private static Row[] features(ModelGeometry encoder, ModelGeometry interaction) {
        return encoder.features().stream()
                .map(feature -> feature(
                        feature,
                        interaction == null ? null : interaction.features().get(feature.i())))
                .toArray(Row[]::new);
    }

    private static Row feature(FeaturePlace feature, FeaturePlace byInteraction) {
        RowBuilder row = new RowBuilder(Tables.PLACE)
                .set("i", feature.i())
                .set("norm", feature.norm())
                .set("interference", feature.interference())
                .set("dimensionality", feature.dimensionality())
                .set("class", feature.role().label())
                .set("partners", numbers(feature.partners()))
                .set("antipode", feature.antipode());
        if (byInteraction != null) {
            row.set("interaction_norm", byInteraction.norm())
                    .set("interaction_interference", byInteraction.interference())
                    .set("interaction_dimensionality", byInteraction.dimensionality());
        }
        return row.build();
    }

    private static Row[] summands(DirectSum sum, List<SphericalCode> codes) {
        return IntStream.range(0, sum.summands().size())
                .mapToObj(q -> summand(sum.summands().get(q), codes.get(q)))
                .toArray(Row[]::new);
    }

    private static Row summand(Summand summand, SphericalCode code) {
        RowBuilder row = new RowBuilder(Tables.SUMMAND)
                .set("features", numbers(summand.features()))
                .set("dimension", summand.dimension())
                .set("dimensionality", summand.dimensionality())
                .set("shape", summand.shape().name())
                .set("deviation", summand.shape().deviation())
                .set("gram_spectrum", summand.spectrum());
        if (code != null) {
            row.set("thomson_energy", code.thomson())
                    .set("thomson_optimum", code.leastThomson())
                    .set("min_angle", code.angle())
                    .set("angle_optimum", code.largestAngle())
                    .set("coherence", code.coherence())
                    .set("welch", code.welch());
        }
        return row.build();
    }

    private static int[][] groups(DirectSum sum) {
        return sum.summands().stream()
                .map(summand -> numbers(summand.features()))
                .toArray(int[][]::new);
    }

    private static Row[] intervals(Barcode barcode) {
        return barcode.intervals().stream().map(GeometryRow::interval).toArray(Row[]::new);
    }

    private static Row interval(PersistenceInterval interval) {
        return new RowBuilder(Tables.INTERVAL)
                .set("dimension", interval.dimension())
                .set("birth", interval.birth())
                .set("death", interval.death())
                .build();
    }

    private static Row[] regions(DecoderRegions regions) {
        return regions.regions().stream().map(GeometryRow::region).toArray(Row[]::new);
    }

    private static Row region(DecoderRegions.Entered region) {
        RowBuilder row = new RowBuilder(Tables.REGION)
                .set("firing", numbers(region.firing()))
                .set("probability", region.probability())
                .set("area", region.area());
        if (region.inside() != null) {
            row.set("x", region.inside()[0]).set("y", region.inside()[1]);
        }
        return row.build();
    }

    private static int[] numbers(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
