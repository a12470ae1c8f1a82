package org.superpose.geometry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/**
 * The arrangement of the lines {h : w_i·h + b_i = 0} that part a hidden plane, m = 2, into regions of the decoder's activation patterns
 * (theory.md, section 5). With more hidden dimensions see {@link ActivationPatterns}.
 *
 * <p>A square that holds all crossings well inside is cut by one line after another. Lines at an angle below {@value #PARALLEL} count as
 * parallel, corners nearer than 10⁻¹² of the square to a line as on it, so that lines through one point, as all are where b = 0, make no slivers.
 */
public final class DecisionBoundaries {
    /** n lines make up to 1 + n + n(n−1)/2 regions. */
    public static final int MOST_FEATURES = 256;

    private static final double PARALLEL = 1e-6;
    private static final double ON_LINE = 1e-12;

    private final double[][] normals;
    private final double[] offsets;
    private final double half;
    private final double near;

    private DecisionBoundaries(double[][] vectors, double[] biases) {
        int n = vectors.length;
        normals = Linear.units(vectors);
        offsets = new double[n];
        Arrays.setAll(offsets, i -> {
            double norm = Linear.norm(vectors[i]);
            return norm == 0 ? biases[i] : biases[i] / norm;
        });
        double furthest = 0;
        for (int i = 0; i < n; i++) {
            furthest = Math.max(furthest, Math.abs(offsets[i]));
            for (int j = 0; j < i; j++) {
                furthest = Math.max(furthest, crossing(i, j));
            }
        }
        half = 2 * furthest + 1;
        near = ON_LINE * half;
    }

    /** A convex polygon, its corners in order, and the features that fire in it. */
    private record Cell(List<double[]> corners, List<Integer> firing) {}

    /** The regions of a model's decoder; behind a hidden ReLU only those with h ≥ 0 are ever entered. */
    public static List<Region> regions(Weights weights) {
        Layout layout = weights.layout();
        double[] biases = new double[layout.n()];
        Arrays.setAll(biases, weights::bias);
        return regions(FeatureVectors.decoder(weights), biases);
    }

    /**
     * All regions, the order of which means nothing.
     *
     * @param vectors w_i, n rows of two numbers; a feature with w_i = 0 fires everywhere or nowhere
     * @param biases b_i
     * @throws IllegalArgumentException unless m = 2 and n ≤ {@value #MOST_FEATURES}
     */
    public static List<Region> regions(double[][] vectors, double[] biases) {
        Linear.check(vectors);
        Linear.check(new double[][] {biases});
        if (vectors[0].length != 2 || biases.length != vectors.length || vectors.length > MOST_FEATURES) {
            throw new IllegalArgumentException("regions are computed for m = 2, a bias to each feature and at most "
                    + MOST_FEATURES + " features, not for m = " + vectors[0].length + " and " + vectors.length
                    + " features with " + biases.length + " biases; sample activation patterns instead");
        }
        DecisionBoundaries boundaries = new DecisionBoundaries(vectors, biases);
        return boundaries.cells().stream().map(boundaries::region).toList();
    }

    /** Returns how far from the origin two lines cross; 0 if they do not cross. */
    private double crossing(int i, int j) {
        double[] a = normals[i];
        double[] b = normals[j];
        double sine = a[0] * b[1] - a[1] * b[0];
        if (Math.abs(sine) < PARALLEL) {
            return 0;
        }
        double x = (-offsets[i] * b[1] + offsets[j] * a[1]) / sine;
        double y = (-offsets[j] * a[0] + offsets[i] * b[0]) / sine;
        return Math.hypot(x, y);
    }

    private List<Cell> cells() {
        List<double[]> square = List.of(
                new double[] {-half, -half}, new double[] {half, -half}, new double[] {half, half}, new double[] {
                    -half, half
                });
        List<Cell> cells = List.of(new Cell(square, List.of()));
        for (int i = 0; i < normals.length; i++) {
            List<Cell> parts = new ArrayList<>();
            for (Cell cell : cells) {
                part(cell, i, parts);
            }
            cells = parts;
        }
        return cells;
    }

    /** Adds the parts of a cell on both sides of line i. */
    private void part(Cell cell, int i, List<Cell> parts) {
        double[] sides = cell.corners().stream()
                .mapToDouble(corner -> Linear.dot(normals[i], corner) + offsets[i])
                .toArray();
        double most = Arrays.stream(sides).max().orElseThrow();
        double least = Arrays.stream(sides).min().orElseThrow();
        if (most > near) {
            List<Integer> firing = new ArrayList<>(cell.firing());
            firing.add(i);
            parts.add(new Cell(least < -near ? clipped(cell.corners(), sides, 1) : cell.corners(), firing));
        }
        if (least < -near || most <= near) {
            parts.add(new Cell(most > near ? clipped(cell.corners(), sides, -1) : cell.corners(), cell.firing()));
        }
    }

    /** The corners on the side {@code sign} of a line or on it, and where edges cross it. */
    private List<double[]> clipped(List<double[]> corners, double[] sides, int sign) {
        List<double[]> clipped = new ArrayList<>();
        for (int q = 0; q < sides.length; q++) {
            int next = (q + 1) % sides.length;
            if (sign * sides[q] >= -near) {
                clipped.add(corners.get(q));
            }
            if (Math.abs(sides[q]) > near && Math.abs(sides[next]) > near && sides[q] > 0 != sides[next] > 0) {
                double share = sides[q] / (sides[q] - sides[next]);
                double[] from = corners.get(q);
                double[] to = corners.get(next);
                clipped.add(new double[] {from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])});
            }
        }
        return clipped;
    }

    private Region region(Cell cell) {
        List<double[]> corners = cell.corners();
        double twice = 0;
        double[] inside = new double[2];
        boolean bounded = true;
        for (int q = 0; q < corners.size(); q++) {
            double[] a = corners.get(q);
            double[] b = corners.get((q + 1) % corners.size());
            twice += a[0] * b[1] - a[1] * b[0];
            inside[0] += a[0] / corners.size();
            inside[1] += a[1] / corners.size();
            bounded &= Math.max(Math.abs(a[0]), Math.abs(a[1])) < half - near;
        }
        return new Region(cell.firing(), bounded ? twice / 2 : Double.POSITIVE_INFINITY, inside);
    }
}
