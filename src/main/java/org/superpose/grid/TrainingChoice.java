package org.superpose.grid;

import org.superpose.config.Setting;
import org.superpose.kernel.AdamRule;
import org.superpose.train.Initialisation;
import org.superpose.train.Recipe;
import org.superpose.train.Schedule;
import org.superpose.train.StopRule;
import org.superpose.train.TrainingSpec;

/** A recipe's training for one point, with the fields that the sweep file overrides. */
final class TrainingChoice {
    private static final int WARMUP_SHARE = 10;

    private final Choices choices;
    private final TrainingSpec base;
    /** Where the details of a kind come from that the recipe does not use itself. */
    private final TrainingSpec paper;

    private final TrainingSpec anthropic;
    private final TrainingSpec fast;

    TrainingChoice(Choices choices, Recipe recipe, int n, int m, double density) {
        this.choices = choices;
        this.base = recipe.training(n, m, density);
        this.paper = Recipe.PAPER.training(n, m, density);
        this.anthropic = Recipe.ANTHROPIC.training(n, m, density);
        this.fast = Recipe.FAST.training(n, m, density);
    }

    /** The complete settings; what does not fit together is noted with the choices. */
    TrainingSpec spec() {
        int steps = choices.whole(Setting.STEPS, base.steps());
        return new TrainingSpec(
                choices.whole(Setting.BATCH, base.batch()),
                steps,
                choices.real(Setting.LEARNING_RATE, base.learningRate()),
                schedule(steps),
                rule(),
                init(),
                stop());
    }

    private Schedule schedule(int steps) {
        int most = choices.has(Setting.STEPS) ? steps / WARMUP_SHARE : Integer.MAX_VALUE;
        int warmup = choices.whole(Setting.WARMUP, Math.min(base.schedule().warmup(), most));
        if (choices.has(Setting.WARMUP) && warmup >= steps) {
            choices.wrong(Setting.WARMUP, "must be fewer than the steps, " + steps + "; got " + warmup);
        }
        return new Schedule(choices.constant(Setting.SCHEDULE, base.schedule().kind()), warmup);
    }

    private AdamRule rule() {
        AdamRule rule = base.rule();
        String kind = choices.word(Setting.OPTIMIZER);
        double decay = rule.weightDecay();
        if ("adam".equals(kind)) {
            decay = 0;
            if (choices.real(Setting.WEIGHT_DECAY, 0) != 0) {
                choices.wrong(
                        Setting.WEIGHT_DECAY, "adam has no weight decay; set optimizer.kind to adamw, or this to 0");
            }
        } else if ("adamw".equals(kind) && decay == 0) {
            decay = anthropic.rule().weightDecay();
        }
        return new AdamRule(
                choices.real(Setting.BETA1, rule.beta1()),
                choices.real(Setting.BETA2, rule.beta2()),
                choices.real(Setting.EPSILON, rule.epsilon()),
                choices.real(Setting.WEIGHT_DECAY, decay));
    }

    private Initialisation init() {
        String kind = choices.word(Setting.INIT);
        Initialisation init = base.init();
        if ("uniform".equals(kind)) {
            init = new Initialisation.Uniform();
        } else if ("mirrored".equals(kind)) {
            init = fast.init();
        } else if ("xavier".equals(kind) && !(init instanceof Initialisation.Xavier)) {
            init = anthropic.init();
        }
        if (!choices.has(Setting.INSTANCES)) {
            return init;
        }
        if (!(init instanceof Initialisation.Xavier)) {
            choices.wrong(Setting.INSTANCES, "belongs to xavier; set init.kind to xavier, or leave this out");
            return init;
        }
        return new Initialisation.Xavier(choices.whole(Setting.INSTANCES, 1));
    }

    private StopRule stop() {
        String rule = choices.word(Setting.STOP);
        Setting detail = choices.has(Setting.WINDOW) ? Setting.WINDOW : Setting.EVERY;
        if ("none".equals(rule)) {
            if (choices.has(detail)) {
                choices.wrong(detail, "belongs to the rule plateau, but the rule is none");
            }
            return null;
        }
        if (rule == null && base.stop() == null && !choices.has(detail)) {
            return null;
        }
        StopRule stop = base.stop() == null ? paper.stop() : base.stop();
        return new StopRule(choices.whole(Setting.WINDOW, stop.window()), choices.whole(Setting.EVERY, stop.every()));
    }
}
