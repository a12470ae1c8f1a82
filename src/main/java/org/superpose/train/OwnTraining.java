package org.superpose.train;

import org.superpose.data.Objective;
import org.superpose.kernel.AdamRule;
import org.superpose.model.Activation;
import org.superpose.model.Layout;

/**
 * The recipes that are superpose's own: Adam from a mirrored start, warmed up for a tenth of the steps and decayed to zero by a cosine, and mostly batches
 * of {@value #BATCH} samples. The laws were found by trying, as told beside each; conf/recipe-validation.yaml tests {@link #fast} where it was not tuned.
 *
 * <p><b>Start</b> {@link Initialisation.Mirrored}, E‖w_i‖² = ¼ √min(1, m/(np)): the noise of a sample's np active features through W, of
 * variance ∝ ‖w‖⁴ np/m, then starts no larger than that of m. From ¼ throughout, (64, 1, 0.2) ends 3 to 14 % higher. The bias begins where
 * means are answered by means: from b = 0 outputs of dense data die, at the cost of 6 to 20 % at (64, 51, 1), (64, 8, 1) and (128, 32, 1).
 * From a uniform start (64, 16, 0.045) ended at 0.0049 after 2000 steps; from this one it does at 0.0031 after 320.
 *
 * <p><b>Common step</b> Of dense data a step moves all hidden units together, and every output by about η n p √m: above 100 of it, (1024, 512, 1) and
 * (2048, 512, 1) ended with every output dead, loss p/3; at 18, with β₂ = 0.99, (256, 128, 0.3) at 7 times its loss. The rate keeps that below
 * {@value #COMMON_STEP}, with 2m for n where m &gt; n/2: at 10 of the former, (512, 409, 0.1) and (512, 480, 0.1) ended with every output dead in five
 * of six seeds, at 6 in none.
 *
 * <p><b>Sparse data</b> Where at most two independent sets of features are active in the mean, batches are {@link Sampling#STRATIFIED}. At n p = 2 strata and
 * plain batches end within 1 % of one another.
 *
 * <p>What lost: a tight frame as the start (better by at most 1 %, worse by 6 % at (16, 6, 0.2)); the scale and bias of the thermodynamic limit (11 to 21 %
 * worse at (64, 8, 0.02): models of finite n end far from it); vectors of equal length; ¼ replaced by 0.15 or 0.4; linear or (1 − s)² decay, a
 * constant rate before the decay, 3 or 20 % of warm-up (all within 2 %); the mean of the last fifth of the iterates (up to 6 % worse).
 */
final class OwnTraining {
    private static final int BATCH = 1024;
    private static final double COMMON_STEP = 10;
    /** Below this density training takes more steps the rarer features are. */
    private static final double RARE = 0.002;

    private static final double RARITY = 3;

    private static final double QUICK_STEPS = 80;
    private static final int QUICK_LEAST_STEPS = 150;
    private static final double QUICK_CROWD = 24;
    private static final double QUICK_RATE = 0.2;
    private static final double QUICK_RATE_PER_ROOT_M = 0.03;
    private static final AdamRule QUICK_RULE = new AdamRule(0.7, 0.95, 1e-8, 0);

    private static final double STEPS = 80_000;
    private static final double MOST_STEPS = 15_000;
    private static final double TRAVEL = 8;
    private static final double MOST_TRAVEL = 20_000;
    private static final double RATE = 2.2;
    private static final double LEAST_RATE = 0.2;
    private static final double MOST_RATE = 0.4;
    private static final double RATE_PER_ROOT_RATIO = 0.2;
    /** Up to this n batches are small. */
    private static final int MOST_SMALL = 32;

    private static final int SMALL_BATCH = 256;
    /** Up to this n training begins from several starts. */
    private static final int MOST_STARTED = 64;

    private static final int STARTS = 4;
    private static final double DENSE_ENOUGH = 0.1;
    private static final double LEAST_SHARE = 0.3;
    private static final double LEAST_RARE_SHARE = 0.2;
    private static final double PLAIN_SHARE = 0.5;
    private static final AdamRule RULE = new AdamRule(0.9, 0.95, 1e-8, 0);

    private final Layout layout;
    private final Objective objective;
    private final Sampling sampling;
    private final double density;
    /** np, the number of features that are active in the mean. */
    private final double active;

    OwnTraining(Layout layout, Objective objective, Sampling sampling) {
        this.layout = layout;
        this.objective = objective;
        this.sampling = sampling;
        this.density = objective.meanProbability(layout.n());
        this.active = layout.n() * density;
    }

    /** How these recipes draw samples. */
    static Sampling sampling(int n, Objective objective) {
        return objective.data().suitsStrata(n, objective.density()) ? Sampling.STRATIFIED : Sampling.PLAIN;
    }

    /**
     * Few steps, for a first look: a tenth of those of {@link Recipe#PAPER} in the median over the 102 points of conf/recipe-study.yaml, to its loss or
     * below. Each choice was compared over 5 to 16 points (n, m, p) with n = 16 … 512 and 1 to 10 seeds.
     *
     * <p><b>Steps</b> {@value #QUICK_STEPS}·∛n, at least {@value #QUICK_LEAST_STEPS}; half of them where np ≥ 2m, linearly between; times
     * √(np(1 − p)/{@value #QUICK_CROWD}) where that is more than 1. {@code PAPER} stops after some 1700 steps at n = 16 and 7000 at 512. With more
     * active features than hidden dimensions the best model is nearly linear and soon found: 200 and 800 steps end alike at (64, 8, 0.2), (64, 1, 0.2)
     * and (64, 51, 1). The more the number of active features varies, by np(1 − p), the longer it takes to tell them apart: with 508 steps
     * (256, 128, 0.3) ends 1.5 % above {@code PAPER}, with 760 below it. Below p = {@value #RARE} strata take 1 + {@value #RARITY} log₁₀({@value #RARE}/p)
     * times as many: a single active feature must be restored to about p before what two do to one another counts.
     *
     * <p><b>Rate</b> {@value #QUICK_RATE}/(nm)^¼: best were 0.04 to 0.06 at (64, 8), 0.03 at (128, 6), 0.02 at (256, 5), 0.014 to 0.02 at (512, 10), 0.02 at
     * (64, 51), 0.01 to 0.014 at (256, 128), 0.007 at (512, 128); 1.5 times more or less costs about 1 %. At m = 1 and p = 0.002 more than
     * {@value #QUICK_RATE_PER_ROOT_M} costs up to 0.5 %, the noise of the biases.
     *
     * <p><b>Adam</b> β = (0.7, 0.95): for so short a run the usual (0.9, 0.999) remember too long. β₁ = 0.7 gains 1 to 5 % on 0.9; at 0 outputs of
     * dense data die. β₂ = 0.95 gains up to 4 % on 0.999 and loses 0.6 % at (512, 128, 0.045); 0.98 let (256, 128, 0.3) end 17 % higher; 0.9 is
     * no better.
     */
    TrainingSpec quick() {
        int n = layout.n();
        double share = Math.max(0.5, Math.min(1, layout.m() / active));
        double crowd = Math.max(1, StrictMath.sqrt(active * (1 - density) / QUICK_CROWD));
        double steps = QUICK_STEPS * StrictMath.cbrt(n) * share * crowd * rarity();
        double rate = QUICK_RATE / StrictMath.sqrt(StrictMath.sqrt((double) n * layout.m()));
        rate = Math.min(rate, QUICK_RATE_PER_ROOT_M * StrictMath.sqrt(layout.m()));
        return spec(
                BATCH,
                1,
                (int) Math.max(QUICK_LEAST_STEPS, Math.round(steps)),
                Math.min(rate, commonRate()),
                QUICK_RULE);
    }

    /**
     * As many steps as it takes until more gain little; above n = 256 as many as can be afforded. What ten times as many gain is told by conf/recipe-validation.yaml.
     *
     * <p><b>Steps</b> {@value #STEPS}/√n, at most {@value #MOST_STEPS}, twice as many with a hidden ReLU or conditional importance, whose minima are many;
     * times m/(np) where that is less than 1, down to a quarter. Small models go on finding better arrangements of their features for long:
     * (8, 3, 0.1) ended at 0.00447 after 300 steps, 0.00395 after 3000, 0.00387 after 10 000 and 0.00383 after 30 000; (64, 16, 0.045) at 0.00315, 0.00300,
     * 0.00287 and 0.00283. Large ones gain as much, and take longer for each step. Never fewer than {@link #quick} takes, and never fewer than
     * {@value #TRAVEL}/η, but at most {@value #MOST_TRAVEL}, where np ≤ m, none from np = 2m on: weights of about 1 must be within reach of steps of η, and
     * with 4/η (512, 256, 0.3) ended at 0.0146, with 8/η at 0.01376, with 12/η at 0.01373.
     *
     * <p><b>Starts</b> Up to n = {@value #MOST_STARTED} twice as many steps, of which the first half is divided among {@value #STARTS} starts: small models have many
     * minima, and from one start ten times the steps often do not reach what the choice does. Mean of 8 seeds: (9, 3, 0.06) with top-k ends at 0.0027, from one start at
     * 0.0034 after half the steps and at 0.0027 after five times as many; (10, 3, 0.03) with conditional importance at 0.00024, 0.00032 and 0.00039; (12, 4, 0.07)
     * anticorrelated at 0.000235, 0.000262 and 0.000244; (64, 16, 0.045), 3 seeds, at 0.002826 and 0.00287. Twice as many starts of half the length gain where minima
     * are very many and lose where steps are dear: 0.0021 with top-k, but 0.000361 rather than 0.000351 at (24, 6, 0.015) of a graph. In the second half 0.2, 0.3 and
     * 0.5 of the rate end alike.
     *
     * <p><b>Batches</b> Up to n = {@value #MOST_SMALL} four times as many steps of {@value #SMALL_BATCH} samples, for the same time: their noise frees models from
     * poor arrangements. (7, 2, 0.1) ends at 0.00602 rather than 0.0083, (6, 2, 0.1) at 0.00460 rather than 0.0061, (14, 4, 0.03), (20, 5, 0.01) and (24, 6, 0.03)
     * 1 % lower; from n = 64 on it is no better. With 64 samples strata of rare features get lost.
     *
     * <p><b>Rate</b> {@value #MOST_RATE}/(nm)^¼ for small models, {@value #LEAST_RATE}/(nm)^¼ for large ones, {@value #RATE}/√(nm) between, and at most
     * {@value #RATE_PER_ROOT_RATIO} √(m/n): more is the noise of the biases, 0.06 loses 0.9 % at (64, 1, 0.002) and gains 0.7 % at (6, 1, 0.1), both against 0.03.
     * With a hidden ReLU half as much again ends (10, 4, 0.15, δ = 0.8) at 0.0025 rather than 0.0028, and a third of it at 0.0029; from three times
     * {@value #MOST_RATE} on strata of p = 1e-6 and hidden ReLUs get lost. Up to n = {@value #MOST_SMALL} times √(p/{@value #DENSE_ENOUGH}) where that is less
     * than 1, down to {@value #LEAST_SHARE}: (7, 2, 0.02) ends at 0.00028 rather than 0.0006, (8, 3, 0.02) at 0.000176 rather than 0.000186, (6, 2, 0.003) 6 % lower.
     * Below p = {@value #RARE} it is at most (p/{@value #RARE})^¼ of that, down to {@value #LEAST_RARE_SHARE}: a quarter ends (512, 128, 1e-5) 30 % lower and
     * (512, 128, 1e-6) at half, where the whole lets one seed in eight go astray; half ends (512, 128, 1e-4) 5 % lower, and a fifth (50, 10, 1e-6) 6 %.
     * Of plain batches with few active features, as those of a graph always are, it is at most {@value #PLAIN_SHARE} √(np) of it: with all of it (50, 10, 1e-3) ends at
     * 2.4e-4, with a quarter at 3.2e-6. Strata, which take over at np = 2, keep what plain batches have there, 1.4 % lower at (200, 50, 0.01) than with all of it.
     *
     * <p><b>Adam</b> β = (0.9, 0.95): of β₁ = 0.5, 0.7, 0.8, 0.9, 0.95 and β₂ = 0.9, 0.95, 0.98, 0.99, 0.999 it is the best that is stable everywhere;
     * β₂ = 0.99 gains up to 1 % for p ≥ 0.01 and ends (50, 10, 1e-6) at half as much again, or nowhere.
     *
     * @param factor how many times as many steps
     */
    TrainingSpec fast(int factor) {
        int m = layout.m();
        boolean small = layout.n() <= MOST_SMALL;
        double rate = fastRate(small);
        double share = Math.max(0.25, Math.min(1, m / active));
        double many = rectifies() || objective.importance().keys() != null ? 2 : 1;
        double steps = Math.min(MOST_STEPS, STEPS / StrictMath.sqrt(layout.n())) * share * many;
        steps = Math.max(steps, quick().steps());
        steps = Math.max(steps, Math.min(MOST_TRAVEL, TRAVEL / rate) * Math.max(0, Math.min(1, 2 - active / m)));
        boolean several = layout.n() <= MOST_STARTED;
        int batch = small ? SMALL_BATCH : BATCH;
        steps *= (several ? 2.0 : 1.0) * BATCH / batch;
        return spec(batch, several ? STARTS : 1, (int) Math.round(steps) * factor, rate, RULE);
    }

    private double fastRate(boolean small) {
        double size = (double) layout.n() * layout.m();
        double root = StrictMath.sqrt(StrictMath.sqrt(size));
        double rate = Math.max(LEAST_RATE, Math.min(MOST_RATE, RATE / root)) / root;
        rate = Math.min(rate, RATE_PER_ROOT_RATIO * StrictMath.sqrt(layout.m() / (double) layout.n()));
        rate *= rectifies() ? 1.5 : 1;
        return Math.min(rate * sparseShare(small), commonRate());
    }

    private double sparseShare(boolean small) {
        double fewActive = small ? Math.max(LEAST_SHARE, StrictMath.sqrt(density / DENSE_ENOUGH)) : 1;
        double rare = Math.max(LEAST_RARE_SHARE, StrictMath.sqrt(StrictMath.sqrt(density / RARE)));
        double strata = small ? 1 : PLAIN_SHARE * StrictMath.sqrt(2);
        double seen = sampling == Sampling.PLAIN ? PLAIN_SHARE * StrictMath.sqrt(active) : strata;
        return Math.min(1, Math.min(seen, Math.min(fewActive, rare)));
    }

    private boolean rectifies() {
        return layout.spec().hidden() == Activation.RELU;
    }

    private double rarity() {
        return sampling == Sampling.STRATIFIED ? 1 + RARITY * Math.max(0, StrictMath.log10(RARE / density)) : 1;
    }

    /** The most a rate may be if the step that all hidden units take together is not to kill the outputs. */
    private double commonRate() {
        double root = StrictMath.sqrt(layout.m());
        return COMMON_STEP / (Math.max(layout.n(), 2.0 * layout.m()) * density * root);
    }

    private TrainingSpec spec(int batch, int starts, int steps, double rate, AdamRule rule) {
        double norm2 = 0.25 * StrictMath.sqrt(Math.min(1, layout.m() / active));
        return new TrainingSpec(
                sampling,
                batch,
                starts,
                steps,
                rate,
                new Schedule(Schedule.Kind.COSINE, steps / 10),
                rule,
                new Initialisation.Mirrored(norm2, density / 2),
                null);
    }
}
