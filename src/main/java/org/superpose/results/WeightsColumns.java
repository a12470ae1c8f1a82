package org.superpose.results;

import static org.superpose.columns.Type.Scalar.FLOAT;

import org.superpose.columns.Columns;
import org.superpose.model.Weights;

/** The fields of a structure of weights. W_in is [m,n] and W_out [n,m], row-major, as {@code export} and PyTorch have them. */
final class WeightsColumns {
    static final Columns<Weights> ALL = Columns.of(Weights.class)
            .many("w_in", FLOAT, Weights::encoderRows, "The encoder W_in [m,n], row by row.")
            .many("w_out", FLOAT, Weights::decoderRows, "The decoder W_out [n,m], row by row.")
            .many(
                    "b",
                    FLOAT,
                    weights -> weights.layout().spec().bias() ? weights.biases() : null,
                    "The biases b [n]; NULL for a model without bias.");

    private WeightsColumns() {}
}
