package org.superpose.data;

/**
 * A Markov random field on a tree: c_0 ~ Bernoulli(p), and P(c_i = 1 | parent) = p + ρ (1 − p) if the parent is on, p (1 − ρ) if it is off. Every
 * marginal is p then, and the correlation of two features ρ^d, d the edges between them: P(c_i = c_j = 1) = p² + ρ^d p (1 − p).
 */
final class TreeFeatures extends BlockwiseFeatures {
    private final FeatureTree tree;
    private final Trial root;
    private final Trial besideOn;
    private final Trials besideOff;

    /** @param correlation ρ, such that both conditional probabilities are in [0, 1] */
    TreeFeatures(int n, FeatureTree tree, double correlation, double density) {
        super(n);
        this.tree = tree;
        this.root = new Trial(density);
        this.besideOn = new Trial(Math.max(0, density + correlation * (1 - density)));
        this.besideOff = new Trials(Math.min(1, density * (1 - correlation)));
    }

    @Override
    void begin(RandomStream stream, long page) {
        besideOff.restart(stream, page);
    }

    @Override
    void draw(Words words, long[] active) {
        active[0] = root.successes(-1, words);
        besideOff.draw(words, active, 1, active.length - 1);
        for (int i = 1; i < active.length; i++) {
            long parent = active[tree.parent(i)];
            active[i] = besideOn.successes(parent, words) | (active[i] & ~parent);
        }
    }
}
