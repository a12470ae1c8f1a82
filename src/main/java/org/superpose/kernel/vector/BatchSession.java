package org.superpose.kernel.vector;

import static org.superpose.data.SparseBatch.SAMPLES_PER_BLOCK;
import static org.superpose.simd.vector.Lanes.LANES;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.superpose.cores.Team;
import org.superpose.cores.Work;
import org.superpose.data.SparseBatch;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Problem;
import org.superpose.kernel.SavedNumbers;
import org.superpose.model.Activation;
import org.superpose.model.Layout;
import org.superpose.model.Weights;

/**
 * Training of small models, with the samples of the batch along the lanes. All five products are dense: weights are single numbers that are
 * spread over the lanes, and a vector of samples that all lack a feature is rare. Everything stays in the first two caches.
 */
final class BatchSession implements Kernel.Session {
    /**
     * The most blocks in a group. The sums of the gradient are loaded and stored once for each group, but larger groups leave the first cache: a
     * step of 128 × 32 takes 435 µs with four blocks, 465 µs with eight and 500 µs with sixteen.
     */
    private static final int MOST_BLOCKS_PER_GROUP = 4;

    private static final int LEAST_BLOCKS_PER_GROUP = 2;

    private final Problem problem;
    private final Layout layout;
    private final int n;
    private final int m;
    private final int samples;
    private final boolean hiddenRelu;
    private final boolean biased;
    /** The blocks of samples that pass between two rounds of gradient sums. */
    private final int blocksPerGroup;

    /** The parameters in the order of {@link Layout}, filled up to whole lanes. */
    private final float[] theta;
    /** W_out transposed: row k holds the n numbers of column k of W_out. */
    private final float[] decoder;

    private final float[] zeros;
    private final BlockPass outputs;

    /** The hidden numbers h and the pre-activations a of a group, block by block; the gradient of a takes its place. */
    private final float[] h;

    private final float[] a;
    /** The sum over the samples of each block of a group of what {@link BlockPass} returns. */
    private final double[] blockLoss;

    private final Team team;
    /** When the team is gathered for a step, and when for the losses alone. */
    private final Sharing steps;

    private final Sharing evaluations;

    private final Work preparation = this::prepare;
    private final Work blockWork = this::block;
    private final Work summing = this::sum;
    private final Work totalling = this::total;

    /** The group that is worked on: {@code count} blocks from block {@code first}, whose cells begin at x[x0]. */
    private SparseBatch batch;

    private int first;
    private int count;
    private float[] x;
    private int x0;
    /** Overwritten with the loss of each sample, not weighted; null where only the mean is wanted. */
    private double[] losses;
    /** What the gradient is added to; null where no gradient is wanted. */
    private Training sums;
    /** The number of ranges into which rows are cut. */
    private int ranges;

    private Training training;

    /** What only training needs, made when the first gradient is asked for. */
    private final class Training {
        final float[] gradient = new float[theta.length];
        final VectorAdam adam = new VectorAdam(problem.rule(), 0, theta.length);
        final float[] dh = new float[h.length];
        /** A vector of partial sums for each element of W_out. */
        final float[] decoderSums = new float[n * m * LANES];

        final float[] encoderSums = layout.spec().tied() ? decoderSums : new float[decoderSums.length];
        final float[] biasSums = new float[n * LANES];
    }

    BatchSession(Problem problem, Weights initial, Thresholds thresholds, Team team) {
        this.team = team;
        this.steps = thresholds.sharing(problem, team);
        this.evaluations = thresholds.sharing(problem, team);
        this.problem = problem;
        this.layout = problem.layout();
        this.n = layout.n();
        this.m = layout.m();
        this.samples = problem.batch();
        if ((long) n * m * LANES > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the output "
                    + layout.spec().output().label() + " with n = " + n
                    + ", m = " + m + " needs more partial sums than fit in one array of the cpu kernel; ask for the"
                    + " kernel nd4j or reference");
        }
        this.hiddenRelu = layout.spec().hidden() == Activation.RELU;
        this.biased = layout.spec().bias();
        this.blocksPerGroup = Math.min(
                (samples + SAMPLES_PER_BLOCK - 1) / SAMPLES_PER_BLOCK,
                Math.max(LEAST_BLOCKS_PER_GROUP, Math.min(MOST_BLOCKS_PER_GROUP, m / 4)));
        this.theta = Arrays.copyOf(initial.values(), (layout.size() + LANES - 1) / LANES * LANES);
        this.decoder = new float[n * m];
        this.zeros = new float[n];
        this.h = new float[blocksPerGroup * m * SAMPLES_PER_BLOCK];
        this.a = new float[blocksPerGroup * n * SAMPLES_PER_BLOCK];
        this.outputs = new BlockPass(problem, n, blocksPerGroup);
        this.blockLoss = new double[blocksPerGroup];
    }

    @Override
    public double step(SparseBatch batch, double learningRate) {
        try {
            ranges = Ranges.number(steps.begin());
            double mean = evaluateGradient(batch);
            training.adam.step(theta, training.gradient, learningRate, team, ranges);
            return mean;
        } finally {
            steps.end();
        }
    }

    @Override
    public double gradient(SparseBatch batch, float[] out) {
        try {
            ranges = Ranges.number(steps.begin());
            double mean = evaluateGradient(batch);
            System.arraycopy(training.gradient, 0, out, 0, layout.size());
            return mean;
        } finally {
            steps.end();
        }
    }

    @Override
    public void losses(SparseBatch batch, double[] out) {
        try {
            ranges = Ranges.number(evaluations.begin());
            losses = out;
            sums = null;
            evaluate(batch);
        } finally {
            losses = null;
            evaluations.end();
        }
    }

    @Override
    public Weights weights() {
        return new Weights(layout, Arrays.copyOf(theta, layout.size()));
    }

    @Override
    public void save(DataOutput out) throws IOException {
        SavedNumbers.kind(out, BatchSession.class);
        SavedNumbers.write(out, theta, 0, layout.size());
        training().adam.save(out, moments -> SavedNumbers.write(out, moments, 0, layout.size()));
    }

    @Override
    public void resume(DataInput in) throws IOException {
        SavedNumbers.expect(in, BatchSession.class);
        SavedNumbers.read(in, theta, 0, layout.size());
        training().adam.resume(in, moments -> SavedNumbers.read(in, moments, 0, layout.size()));
    }

    @Override
    public void close() {
        // a session holds nothing outside the heap
    }

    private Training training() {
        if (training == null) {
            training = new Training();
        }
        return training;
    }

    private double evaluateGradient(SparseBatch batch) {
        sums = training();
        double mean = evaluate(batch);
        team.run(totalling, ranges);
        return mean;
    }

    /** Returns the weighted mean loss of a batch. */
    private double evaluate(SparseBatch given) {
        batch = given;
        if (batch.size() != samples || batch.n() != n) {
            throw new IllegalArgumentException("a batch of " + batch.size() + " × " + batch.n() + " for " + problem);
        }
        team.run(preparation, ranges);
        double total = 0;
        int blocks = batch.blockCount();
        for (first = 0; first < blocks; first += blocksPerGroup) {
            count = Math.min(blocksPerGroup, blocks - first);
            x0 = batch.blocks(first, count);
            x = batch.cells();
            team.run(blockWork, count);
            for (int q = 0; q < count; q++) {
                total += blockLoss[q];
            }
            if (sums != null) {
                team.run(summing, ranges);
            }
        }
        return total / samples;
    }

    /** Returns where range r of the features begins. */
    private int row(int r) {
        return Ranges.begin(r, ranges, n, BlockSums.ROWS_PER_TILE);
    }

    /** Turns a range of the rows of W_out round, and clears their sums and those of W_in. */
    private void prepare(int range) {
        int from = row(range);
        int to = row(range + 1);
        for (int i = from; i < to; i++) {
            int row = layout.decoder() + i * m;
            for (int k = 0; k < m; k++) {
                decoder[k * n + i] = theta[row + k];
            }
        }
        if (sums != null) {
            Arrays.fill(sums.decoderSums, from * m * LANES, to * m * LANES, 0);
            if (!layout.spec().tied()) {
                Arrays.fill(sums.encoderSums, from * m * LANES, to * m * LANES, 0);
            }
            Arrays.fill(sums.biasSums, from * LANES, to * LANES, 0);
        }
    }

    /** Takes block q of the group from x to its loss and, if a gradient is wanted, to the gradients of a and of z = W_in x. */
    private void block(int q) {
        int h0 = q * m * SAMPLES_PER_BLOCK;
        int a0 = q * n * SAMPLES_PER_BLOCK;
        int from = x0 + q * n * SAMPLES_PER_BLOCK;
        BlockProducts.multiply(m, n, theta, layout.encoder(), m, zeros, 0, x, from, h, h0);
        if (hiddenRelu) {
            Hidden.relu(h, h0, m * SAMPLES_PER_BLOCK);
        }
        float[] start = biased ? theta : zeros;
        BlockProducts.multiply(n, m, decoder, 0, n, start, biased ? layout.bias() : 0, h, h0, a, a0);
        float[] lost = outputs.apply(first + q, q, 0, n, a, a0, x, from);
        blockLoss[q] = addLosses((first + q) * SAMPLES_PER_BLOCK, lost);
        if (sums != null) {
            if (batch.weighted()) {
                SampleWeights.block(n, batch.weights(), (first + q) * SAMPLES_PER_BLOCK, a, a0);
            }
            BlockProducts.multiply(m, n, theta, layout.decoder(), m, zeros, 0, a, a0, sums.dh, h0);
            if (hiddenRelu) {
                Hidden.mask(h, sums.dh, h0, m * SAMPLES_PER_BLOCK);
            }
        }
    }

    /** Adds the samples of the group to the sums of a range of the rows of W_out and W_in, and of the biases. */
    private void sum(int range) {
        int from = row(range);
        int to = row(range + 1);
        if (biased) {
            for (int q = 0; q < count; q++) {
                int a0 = (q * n + from) * SAMPLES_PER_BLOCK;
                BlockOutputs.addRows(to - from, a, a0, sums.biasSums, from * LANES);
            }
        }
        BlockSums.addOuter(count, from, to, n, a, 0, m, h, sums.decoderSums);
        BlockSums.addOuter(count, from, to, n, x, x0, m, sums.dh, sums.encoderSums);
    }

    /** Adds up the lanes of the sums of a range of rows. */
    private void total(int range) {
        int from = row(range);
        int to = row(range + 1);
        BlockSums.total(sums.decoderSums, from * m, to * m, sums.gradient, layout.decoder());
        if (!layout.spec().tied()) {
            BlockSums.total(sums.encoderSums, from * m, to * m, sums.gradient, layout.encoder());
        }
        if (biased) {
            BlockSums.total(sums.biasSums, from, to, sums.gradient, layout.bias());
        }
    }

    /** Adds up the weighted losses of a block, which come as Σ_i slope_i r²: that is 2/B times the loss of a sample. */
    private double addLosses(int s0, float[] lost) {
        int valid = Math.min(SAMPLES_PER_BLOCK, samples - s0);
        Arrays.fill(lost, valid, SAMPLES_PER_BLOCK, 0);
        if (losses != null) {
            for (int s = 0; s < valid; s++) {
                losses[s0 + s] = 0.5 * samples * lost[s];
            }
        }
        if (batch.weighted()) {
            SampleWeights.block(1, batch.weights(), s0, lost, 0);
        }
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        for (int s = 0; s < SAMPLES_PER_BLOCK; s += 4) {
            sum0 += lost[s];
            sum1 += lost[s + 1];
            sum2 += lost[s + 2];
            sum3 += lost[s + 3];
        }
        return 0.5 * samples * (sum0 + sum1 + (sum2 + sum3));
    }
}
