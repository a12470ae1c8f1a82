package org.superpose.train;

import java.util.Locale;
import org.superpose.kernel.AdamRule;

/** Named training settings; the one place of every default. Any field can be overridden in a sweep file. */
public enum Recipe {
    /** "The Persian Rug": constant rate 3e-3/√n, stopped when the loss no longer falls. */
    PAPER {
        @Override
        public TrainingSpec training(int n, int m, double density) {
            return new TrainingSpec(
                    1024,
                    45_000,
                    3e-3 / StrictMath.sqrt(n),
                    new Schedule(Schedule.Kind.CONSTANT, 0),
                    new AdamRule(0.9, 0.999, 1e-7, 0),
                    new Initialisation.Uniform(),
                    new StopRule(200, 30));
        }
    },
    /** The notebook of Elhage et al. 2022: AdamW at a constant 1e-3 for 10 000 steps. */
    ANTHROPIC {
        @Override
        public TrainingSpec training(int n, int m, double density) {
            return new TrainingSpec(
                    1024,
                    10_000,
                    1e-3,
                    new Schedule(Schedule.Kind.CONSTANT, 0),
                    new AdamRule(0.9, 0.999, 1e-8, 0.01),
                    new Initialisation.Xavier(10),
                    null);
        }
    },
    /** Ours: a large rate, warmed up and decayed to zero. */
    FAST {
        @Override
        public TrainingSpec training(int n, int m, double density) {
            return new TrainingSpec(
                    1024,
                    4000,
                    1e-2,
                    new Schedule(Schedule.Kind.COSINE, 200),
                    new AdamRule(0.9, 0.999, 1e-8, 0),
                    new Initialisation.Uniform(),
                    null);
        }
    };

    /** The complete settings for one shape and density. */
    public abstract TrainingSpec training(int n, int m, double density);

    /** The name used in sweep files and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
