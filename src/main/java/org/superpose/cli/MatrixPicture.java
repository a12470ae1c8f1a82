package org.superpose.cli;

import java.awt.image.BufferedImage;
import java.util.function.IntToDoubleFunction;

/** A square matrix as a picture, row 0 on top: white for 0, red for positive, blue for negative elements, full from a bound on. */
final class MatrixPicture {
    /** Small matrices are drawn in squares of several pixels, up to this width. */
    private static final int WIDTH = 512;

    private static final int FULL = 255;

    private MatrixPicture() {}

    /** The entry W_ij of a matrix. */
    @FunctionalInterface
    interface Elements {
        double at(int i, int j);
    }

    /** The picture of an n × n matrix whose diagonal does not count for the bound, the largest |W_ij|, i ≠ j. */
    static BufferedImage of(int n, Elements matrix) {
        double bound = 0;
        for (int i = 0; i < n; i++) {
            int row = i;
            bound = Math.max(bound, largest(n, row, j -> Math.abs(matrix.at(row, j))));
        }
        int side = Math.max(1, WIDTH / n);
        BufferedImage picture = new BufferedImage(n * side, n * side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < n * side; y++) {
            for (int x = 0; x < n * side; x++) {
                picture.setRGB(x, y, colour(matrix.at(y / side, x / side), bound));
            }
        }
        return picture;
    }

    private static double largest(int n, int except, IntToDoubleFunction row) {
        double largest = 0;
        for (int j = 0; j < n; j++) {
            largest = j == except ? largest : Math.max(largest, row.applyAsDouble(j));
        }
        return largest;
    }

    /** The colour 0xRRGGBB of an entry; where the bound is zero, everything that is not zero has the full colour. */
    static int colour(double value, double bound) {
        double share = value == 0 ? 0 : Math.min(1, Math.abs(value) / bound);
        int faded = (int) Math.round(FULL * (1 - share));
        int red = value >= 0 ? FULL : faded;
        int blue = value <= 0 ? FULL : faded;
        return red << 16 | faded << 8 | blue;
    }
}
