package org.superpose.construct;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.superpose.codes.KnownBlocks;
import org.superpose.codes.Mixture;
import org.superpose.codes.MixtureSearch;
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

    /** Built from the random numbers that the streams {@code rows} and {@code fit} of the model key give. */
    sealed interface Drawn extends Construction {
        /**
         * The weights: a W with W = W_out W_in at its best scale a, and one bias, for all outputs or for those of a block.
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

    /** Codes along the diagonal, each with a scale and a bias of its own. */
    sealed interface OfCodes extends Drawn {
        /** The mixture of blocks for n features of density p in m dimensions; empty if there is none. */
        Optional<Mixture> mixture(int n, int m, double density);

        @Override
        default Weights draw(String modelKey, Layout layout, DataSpec data, double density) {
            Mixture mixture = mixture(layout.n(), layout.m(), density)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "no blocks known make n = " + layout.n() + ", m = " + layout.m()));
            return CodeFit.weights(mixture, modelKey, layout, data, density);
        }
    }

    /** Codes from the list of those that are known, which may grow. */
    sealed interface Listed extends OfCodes {
        /** The version of the list, {@link KnownBlocks#VERSION}. */
        int version();

        @Override
        default Weights draw(String modelKey, Layout layout, DataSpec data, double density) {
            if (version() != KnownBlocks.VERSION) {
                throw new IllegalStateException("the list of blocks has version " + KnownBlocks.VERSION
                        + "; a model of version " + version() + " cannot be built any more");
            }
            return OfCodes.super.draw(modelKey, layout, data, density);
        }
    }

    /** Circles of features in three dimensions each, antipodal pairs and dedicated features along the diagonal; with m = 3 one circle. None if n &gt; 2m with m &lt; 3. */
    record Circle() implements OfCodes {
        @Override
        public ModelKind kind() {
            return ModelKind.CIRCLE;
        }

        @Override
        public Optional<Mixture> mixture(int n, int m, double density) {
            return MixtureSearch.ofCircles(n, m);
        }
    }

    /** The best blocks known along the diagonal. None if n &gt; 2m with m &lt; 3. */
    record Spherical(int version) implements Listed {
        @Override
        public ModelKind kind() {
            return ModelKind.SPHERICAL;
        }

        @Override
        public Optional<Mixture> mixture(int n, int m, double density) {
            return MixtureSearch.ofAll(n, m);
        }
    }

    /** The best blocks known where features may be of very different scales: ladders, and all others. None if n &gt; 2m with m = 1, or n &gt; 24 with m = 2. */
    record Ladder(int version) implements Listed {
        @Override
        public ModelKind kind() {
            return ModelKind.LADDER;
        }

        @Override
        public Optional<Mixture> mixture(int n, int m, double density) {
            return MixtureSearch.ofLadders(n, m, density);
        }
    }

    /**
     * Smaller trained models along the diagonal: copies of one, or a mixture of several.
     *
     * @param blocks in the order of their keys, in which they stand along the diagonal; empty as long as they are not looked up
     * @param from the directories of results to look in, empty as soon as the blocks are known
     */
    record Tiled(List<Copies> blocks, List<String> from) implements Construction {
        public Tiled {
            blocks = blocks.stream().sorted(Comparator.comparing(Copies::block)).toList();
            from = List.copyOf(from);
        }

        /** Models whose blocks are still to be looked up. */
        public static Tiled of(List<String> from) {
            return new Tiled(List.of(), from);
        }

        /** Whether the blocks that are copied are known already. */
        public boolean resolved() {
            return !blocks.isEmpty();
        }

        @Override
        public ModelKind kind() {
            return ModelKind.TILED;
        }
    }

    /**
     * Copies of a trained model.
     *
     * @param block its model key
     * @param count at least 1
     * @param directory the results that hold its weights, which are no part of what the model is; null where only its parameters are known
     */
    record Copies(String block, int count, String directory) implements Serializable {}
}
