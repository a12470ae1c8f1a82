package org.superpose.train;

import java.util.Locale;
import org.superpose.data.Objective;
import org.superpose.kernel.AdamRule;
import org.superpose.model.Layout;

/** Named training settings; with {@link OwnTraining} the one place of every default. Any field can be overridden in a sweep file. */
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
    /** Ours for a first look: few steps at a rate that is small enough for them ({@link OwnTraining#quick}). */
    QUICK {
        @Override
        public TrainingSpec training(Layout layout, Objective objective, Sampling sampling) {
            return new OwnTraining(layout, objective, sampling).quick();
        }
    },
    /** Ours, the default: as many steps as it takes until more gain little ({@link OwnTraining#fast}). */
    FAST {
        @Override
        public TrainingSpec training(Layout layout, Objective objective, Sampling sampling) {
            return new OwnTraining(layout, objective, sampling).fast(1);
        }
    },
    /** {@link #FAST} with ten times its steps, to see what they gain. */
    THOROUGH {
        @Override
        public TrainingSpec training(Layout layout, Objective objective, Sampling sampling) {
            return new OwnTraining(layout, objective, sampling).fast(10);
        }
    };

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The complete settings for models of one family and shape that are to do one thing. */
    public TrainingSpec training(Layout layout, Objective objective) {
        return training(layout, objective, sampling(layout.n(), objective));
    }

    /** The same where it is known how samples are drawn. */
    public abstract TrainingSpec training(Layout layout, Objective objective, Sampling sampling);

    /** How samples are drawn where nobody says: as they come by recipes of others, which are what they are. */
    Sampling sampling(int n, Objective objective) {
        return this == PAPER || this == ANTHROPIC ? Sampling.PLAIN : OwnTraining.sampling(n, objective);
    }

    /** The name used in sweep files and tables. */
    public String label() {
        return label;
    }
}
