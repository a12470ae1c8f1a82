package org.superpose.train;

import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * Keeps the state of a run that takes long. A run that was broken off goes on from the last state that was kept, and ends with the bits of one that never was;
 * so what is kept must be given to a run of the same job with the same kernel on the same type of processor only.
 */
public interface Checkpoints {
    /**
     * Whether it is time to keep the state, asked every few steps.
     *
     * @param last whether the run is about to be abandoned
     */
    boolean due(boolean last);

    /** Keeps a state in place of the one before. What goes wrong is not thrown: training goes on without. */
    void keep(State state);

    /** The state that was kept, to be closed when it is read; empty if there is none. */
    Optional<DataInputStream> kept();

    /** The state of a run, as it is while it is kept. */
    interface State {
        void write(DataOutput out) throws IOException;
    }

    /** Keeps nothing. */
    static Checkpoints none() {
        return new Checkpoints() {
            @Override
            public boolean due(boolean last) {
                return false;
            }

            @Override
            public void keep(State state) {
                // nothing is kept
            }

            @Override
            public Optional<DataInputStream> kept() {
                return Optional.empty();
            }
        };
    }
}
