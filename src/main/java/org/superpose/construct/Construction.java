package org.superpose.construct;

import java.io.Serializable;
import java.util.List;
import org.superpose.data.DataSpec;
import org.superpose.data.RandomStream;
import org.superpose.model.Layout;
import org.superpose.model.ModelKind;
import org.superpose.model.Weights;
import org.superpose.theory.PersianRug;

/** How the weights of a model are built. */
public sealed interface Construction extends Serializable {
    /** The kind of model that it builds. */
    ModelKind kind();

    /** Built from random numbers, which the streams {@code rows} and {@code fit} of the model key give. */
    sealed interface Drawn extends Construction {
        /**
         * The weights: a W with W = W_out W_in at its best scale a, and one bias for all outputs.
         *
         * @param layout with a bias
         * @param density p of the data that a and b are fitted to
         */
        Weights draw(String modelKey, Layout layout, DataSpec data, double density);
    }

    /** m random rows of the Hadamard matrix of order n = 2^k without row 0, which only adds a common mode: m &lt; n. */
    record Rug() implements Drawn {
        @Override
        public ModelKind kind() {
            return ModelKind.RUG;
        }

        @Override
        public Weights draw(String modelKey, Layout layout, DataSpec data, double density) {
            return new HadamardRows(layout.n(), rows(layout.n(), layout.m(), modelKey))
                    .weights(modelKey, layout, data, density);
        }

        /** W of the rug of a model key, at unit diagonal. */
        public static PersianRug draw(int n, int m, String modelKey) {
            return new PersianRug(n, rows(n, m, modelKey));
        }

        private static int[] rows(int n, int m, String modelKey) {
            return HadamardRows.draw(n, m, RandomStream.of(modelKey, "rows"));
        }
    }

    /** A random subspace of m dimensions, of any n and m. */
    record Projector() implements Drawn {
        @Override
        public ModelKind kind() {
            return ModelKind.PROJECTOR;
        }

        @Override
        public Weights draw(String modelKey, Layout layout, DataSpec data, double density) {
            return RandomSubspace.draw(layout.n(), layout.m(), RandomStream.of(modelKey, "rows"))
                    .weights(modelKey, layout, data, density);
        }
    }

    /**
     * Copies of a trained model of size (n/k, m/k).
     *
     * @param block its model key, null as long as it is not looked up
     * @param copies k ≥ 2, 0 as long as it is not looked up
     * @param from the directories of results to look in; those that hold the block are no part of what the model is
     */
    record Tiled(String block, int copies, List<String> from) implements Construction {
        public Tiled {
            from = List.copyOf(from);
        }

        /** Whether the block that is copied is known already. */
        public boolean resolved() {
            return block != null;
        }

        @Override
        public ModelKind kind() {
            return ModelKind.TILED;
        }
    }
}
