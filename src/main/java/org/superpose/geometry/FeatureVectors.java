package org.superpose.geometry;

import org.superpose.model.Layout;
import org.superpose.model.Weights;

/** The vectors by which a model represents its features, one row of m numbers to each. */
public final class FeatureVectors {
    private FeatureVectors() {}

    /** w_i, the columns of W_in. */
    public static double[][] encoder(Weights weights) {
        return rows(weights, weights.layout().encoder());
    }

    /** The rows of W_out; those of a tied model are its encoder's columns. */
    public static double[][] decoder(Weights weights) {
        return rows(weights, weights.layout().decoder());
    }

    private static double[][] rows(Weights weights, int offset) {
        Layout layout = weights.layout();
        double[][] rows = new double[layout.n()][layout.m()];
        for (int i = 0; i < layout.n(); i++) {
            for (int k = 0; k < layout.m(); k++) {
                rows[i][k] = weights.values()[offset + i * layout.m() + k];
            }
        }
        return rows;
    }
}
