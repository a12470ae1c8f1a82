package org.superpose.model;

import java.util.Locale;

/** How the weights of a model come about. */
public enum ModelKind {
    /** The weights are trained by gradient descent. */
    TRAINED,
    /** The weights are built such that W = a (n/m) × the projector on m random rows of the Hadamard matrix, n = 2^k ("The Persian Rug", section 4.2.2). */
    RUG,
    /** The weights are built such that W = a (n/m) × the projector on a random subspace of m dimensions. */
    PROJECTOR,
    /** The weights are those of smaller trained models along the diagonal: k copies of one of size (n/k, m/k), or a mixture of several sizes. */
    TILED,
    /** The weights are built of circles of features in three dimensions each, which lose of order p² as p → 0. */
    CIRCLE,
    /** The weights are built of the codes with the least loss known as p → 0. */
    SPHERICAL,
    /** The weights are built of codes in two dimensions whose features have very different scales, and of the others where these lose less. */
    LADDER;

    /** The name used in sweep files and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
