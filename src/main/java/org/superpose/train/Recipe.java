package org.superpose.train;

import java.util.Locale;
import org.superpose.data.Objective;
import org.superpose.kernel.AdamRule;
import org.superpose.model.Layout;

/** Named training settings; the one place of every default. Any field can be overridden in a sweep file. */
public enum Recipe {
    /** "The Persian Rug": constant rate 3e-3/√n, stopped when the loss no longer falls. */
    PAPER {
        @Override
        public TrainingSpec training(Layout layout, Objective objective, Sampling sampling) {
            return new TrainingSpec(
                    sampling,
                    1024,
                    45_000,
                    3e-3 / StrictMath.sqrt(layout.n()),
                    new Schedule(Schedule.Kind.CONSTANT, 0),
                    new AdamRule(0.9, 0.999, 1e-7, 0),
                    new Initialisation.Uniform(),
                    new StopRule(200, 30));
        }
    },
    /** The notebook of Elhage et al. 2022: AdamW at a constant 1e-3 for 10 000 steps. */
    ANTHROPIC {
        @Override
        public TrainingSpec training(Layout layout, Objective objective, Sampling sampling) {
            return new TrainingSpec(
                    sampling,
                    1024,
                    10_000,
                    1e-3,
                    new Schedule(Schedule.Kind.CONSTANT, 0),
                    new AdamRule(0.9, 0.999, 1e-8, 0.01),
                    new Initialisation.Xavier(10),
                    null);
        }
    },
    /**
     * Ours: few steps at a large rate, warmed up for a tenth of them and decayed to zero by a cosine, from a mirrored start. Each choice was
     * compared over 5 to 16 points (n, m, p) with n = 16 … 512 and 1 to 10 seeds; conf/recipe-study.yaml compares the whole with {@link #PAPER}.
     *
     * <p><b>Steps</b> {@value #STEPS}·∛n, at least {@value #LEAST_STEPS}; half of them where np ≥ 2m, linearly between; times
     * √(np(1 − p)/{@value #CROWD}) where that is more than 1. {@code PAPER} stops after some 1700 steps at n = 16 and 7000 at 512; this is a
     * tenth of it in the median. With more active features than hidden dimensions the best model is nearly linear and soon found: 200 and 800
     * steps end alike at (64, 8, 0.2), (64, 1, 0.2) and (64, 51, 1). The more the number of active features varies, by np(1 − p), the longer it
     * takes to tell them apart: with 508 steps (256, 128, 0.3) ends 1.5 % above {@code PAPER}, with 760 below it. Elsewhere 2000 steps gain 3 to
     * 8 % more at n = 64 … 512, 15 to 22 % at (16, 6).
     *
     * <p><b>Sparse data</b> Where at most two independent sets of features are active in the mean, batches are {@link Sampling#STRATIFIED}, and below p = {@value #RARE}
     * there are 1 + {@value #RARITY} log₁₀({@value #RARE}/p) times as many steps: a single active feature must be restored to about p before what two do to one
     * another counts. At (50, 10) they end at 0.65, 0.57 and 0.72 times the limit L* for p = 1e-3, 1e-4 and 1e-6; as many plain batches at 1.4 times for 1e-3 and
     * 246 times for 1e-4. Ten times the steps gain 10 % more at p = 1e-3. At n p = 2 strata and plain batches end within 1 % of one another.
     *
     * <p><b>Rate</b> {@value #RATE}/(nm)^¼: best were 0.04 to 0.06 at (64, 8), 0.03 at (128, 6), 0.02 at (256, 5), 0.014 to 0.02 at (512, 10), 0.02 at
     * (64, 51), 0.01 to 0.014 at (256, 128), 0.007 at (512, 128); 1.5 times more or less costs about 1 %. At m = 1 and p = 0.002 more than
     * {@value #RATE_PER_ROOT_M} costs up to 0.5 %, the noise of the biases. Of dense data a step moves all hidden units together, and every output by
     * about η n p √m: above 100 of it, (1024, 512, 1) and (2048, 512, 1) ended with every output dead, loss p/3; at 18, with β₂ = 0.99,
     * (256, 128, 0.3) at 7 times its loss. The rate keeps that below {@value #COMMON_STEP}, with 2m for n where m &gt; n/2: at 10 of the former,
     * (512, 409, 0.1) and (512, 480, 0.1) ended with every output dead in five of six seeds, at 6 in none.
     *
     * <p><b>Adam</b> β = (0.7, 0.95): for so short a run the usual (0.9, 0.999) remember too long. β₁ = 0.7 gains 1 to 5 % on 0.9; at 0 outputs of
     * dense data die. β₂ = 0.95 gains up to 4 % on 0.999 and loses 0.6 % at (512, 128, 0.045); 0.98 let (256, 128, 0.3) end 17 % higher; 0.9 is
     * no better.
     *
     * <p><b>Start</b> {@link Initialisation.Mirrored}, E‖w_i‖² = ¼ √min(1, m/(np)): the noise of a sample's np active features through W, of
     * variance ∝ ‖w‖⁴ np/m, then starts no larger than that of m. From ¼ throughout, (64, 1, 0.2) ends 3 to 14 % higher. The bias begins where
     * means are answered by means: from b = 0 outputs of dense data die, at the cost of 6 to 20 % at (64, 51, 1), (64, 8, 1) and (128, 32, 1).
     * From a uniform start (64, 16, 0.045) ended at 0.0049 after 2000 steps; from this one it does at 0.0031 after 320.
     *
     * <p>What lost: a tight frame (better by at most 1 %, worse by 6 % at (16, 6, 0.2)); the scale and bias of the thermodynamic limit (11 to 21 % worse at
     * (64, 8, 0.02): models of finite n end far from it); vectors of equal length; ¼ replaced by 0.15 or 0.4; linear or (1 − s)² decay, a constant rate
     * before the decay, 3 or 20 % of warm-up (all within 2 %); the mean of the last fifth of the iterates (up to 6 % worse).
     */
    FAST {
        @Override
        Sampling sampling(int n, Objective objective) {
            return objective.data().suitsStrata(n, objective.density()) ? Sampling.STRATIFIED : Sampling.PLAIN;
        }

        @Override
        public TrainingSpec training(Layout layout, Objective objective, Sampling sampling) {
            int n = layout.n();
            int m = layout.m();
            double density = objective.meanProbability(n);
            double active = n * density;
            double share = Math.max(0.5, Math.min(1, m / active));
            double crowd = Math.max(1, StrictMath.sqrt(active * (1 - density) / CROWD));
            double rarity =
                    sampling == Sampling.STRATIFIED ? 1 + RARITY * Math.max(0, StrictMath.log10(RARE / density)) : 1;
            int steps = (int) Math.max(LEAST_STEPS, Math.round(STEPS * StrictMath.cbrt(n) * share * crowd * rarity));
            double rate = RATE / StrictMath.sqrt(StrictMath.sqrt((double) n * m));
            rate = Math.min(rate, RATE_PER_ROOT_M * StrictMath.sqrt(m));
            rate = Math.min(rate, COMMON_STEP / (Math.max(n, 2.0 * m) * density * StrictMath.sqrt(m)));
            return new TrainingSpec(
                    sampling,
                    1024,
                    steps,
                    rate,
                    new Schedule(Schedule.Kind.COSINE, steps / 10),
                    new AdamRule(0.7, 0.95, 1e-8, 0),
                    new Initialisation.Mirrored(0.25 * StrictMath.sqrt(Math.min(1, m / active)), density / 2),
                    null);
        }
    };

    private static final double STEPS = 80;
    private static final int LEAST_STEPS = 150;
    private static final double RARE = 0.002;
    private static final double RARITY = 3;
    private static final double CROWD = 24;
    private static final double RATE = 0.2;
    private static final double RATE_PER_ROOT_M = 0.03;
    private static final double COMMON_STEP = 10;

    /** The complete settings for models of one family and shape that are to do one thing. */
    public TrainingSpec training(Layout layout, Objective objective) {
        return training(layout, objective, sampling(layout.n(), objective));
    }

    /** The same where it is known how samples are drawn. */
    public abstract TrainingSpec training(Layout layout, Objective objective, Sampling sampling);

    /** How samples are drawn where nobody says. */
    Sampling sampling(int n, Objective objective) {
        return Sampling.PLAIN;
    }

    /** The name used in sweep files and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
