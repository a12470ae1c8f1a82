package org.superpose.simd.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vectors of single precision that this processor has: how wide they are, and how many of them its registers hold. */
public final class Lanes {
    /** The widest vectors of this processor with at most 16 lanes. */
    public static final VectorSpecies<Float> SPECIES =
            FloatVector.SPECIES_PREFERRED.length() <= 16 ? FloatVector.SPECIES_PREFERRED : FloatVector.SPECIES_512;

    /** How many floats one vector holds. */
    public static final int LANES = SPECIES.length();

    /** Whether there are 32 vector registers, which come with vectors of 16 lanes; with other vectors 16 registers are assumed. */
    public static final boolean MANY_REGISTERS = LANES == 16;

    private Lanes() {}
}
