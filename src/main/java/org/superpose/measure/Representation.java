package org.superpose.measure;

/**
 * How much of the input the encoder keeps.
 *
 * @param frobenius2 ‖W_in‖²_F
 * @param dimsPerFeature D* = m/‖W_in‖²_F (Elhage et al. 2022), null for W_in = 0
 * @param represented how many features have ‖w_i‖ > {@value #REPRESENTED}, w_i the columns of W_in
 */
public record Representation(double frobenius2, Double dimsPerFeature, int represented) {
    /** A feature with a larger norm is represented. */
    public static final double REPRESENTED = 0.5;
}
