package org.superpose.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.superpose.cli.output.Output;
import org.superpose.errors.UserException;
import org.superpose.geometry.FeatureVectors;
import org.superpose.geometry.GroupDistance;
import org.superpose.geometry.Sphere;
import org.superpose.model.Weights;

/** {@code measure --distances}: a row for each pair of groups of features. */
final class GroupDistances {
    private static final List<String> COLUMNS =
            List.of("first", "second", "angle", "chordal_distance", "sphere_distance", "first_radius", "second_radius");

    private GroupDistances() {}

    static void print(Weights weights, GroupDistance.Grouping grouping, Output.Format format) {
        List<GroupDistance> distances;
        try {
            distances = GroupDistance.all(FeatureVectors.encoder(weights), grouping);
        } catch (IllegalArgumentException e) {
            throw new UserException("--distances: " + e.getMessage(), e);
        } catch (MathIllegalStateException e) {
            throw new UserException("--distances: the groups of these vectors cannot be found: " + e.getMessage(), e);
        }
        if (distances.isEmpty()) {
            System.err.println(
                    "superpose: fewer than two groups of features were found, so that there is no distance to print");
        }
        List<List<?>> rows = new ArrayList<>();
        for (GroupDistance distance : distances) {
            rows.add(Arrays.asList(
                    distance.first(),
                    distance.second(),
                    distance.angle(),
                    distance.chordal(),
                    distance.spheres(),
                    radius(distance.firstSphere()),
                    radius(distance.secondSphere())));
        }
        Output.print(System.out, format, COLUMNS, rows);
    }

    private static Double radius(Sphere sphere) {
        return sphere == null ? null : sphere.radius();
    }
}
