package org.superpose.grid;

import java.util.List;
import org.superpose.codes.KnownBlocks;
import org.superpose.codes.MixtureSearch;
import org.superpose.config.Setting;
import org.superpose.construct.BlockMixtures;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.model.Layout;
import org.superpose.train.Growth;
import org.superpose.train.Initialisation;
import org.superpose.train.Recipe;
import org.superpose.train.Sampling;
import org.superpose.train.TrainingSpec;

/** A recipe's training for one point, with the settings that the sweep file gives. */
final class TrainingChoice {
    /** A recipe's warm-up is at most this part of the steps that a sweep file asks for. */
    static final int WARMUP_SHARE = 10;

    private final Choices choices;
    private final Layout layout;
    private final Objective objective;
    private final TrainingSpec base;
    private final TrainingSpec anthropic;
    private final TrainingSpec fast;
    /** The recipe, then those from which the details of a kind come that the recipe does not use itself. */
    private final List<TrainingSpec> recipes;

    TrainingChoice(Choices choices, Recipe recipe, Layout layout, Objective objective) {
        this.choices = choices;
        this.layout = layout;
        this.objective = objective;
        Sampling sampling = sampling(recipe.training(layout, objective));
        this.base = recipe.training(layout, objective, sampling);
        this.anthropic = Recipe.ANTHROPIC.training(layout, objective, sampling);
        this.fast = Recipe.FAST.training(layout, objective, sampling);
        this.recipes = List.of(base, Recipe.PAPER.training(layout, objective, sampling), anthropic, fast);
    }

    /** The complete settings; what does not fit together is noted with the choices. */
    TrainingSpec spec() {
        Values values = choices.or(this::standard);
        checkSampling(values);
        checkStarts(values);
        checkWarmup(values);
        checkOptimizer(values);
        checkInit(values);
        checkStop(values);
        return Parts.training(values, init -> unlisted(init, values));
    }

    /** The value of a setting that is not given. */
    private Object standard(Setting setting) {
        return switch (setting) {
            case STARTS -> choices.has(Setting.STEPS) || made() ? 1L : (long) base.starts();
            case WARMUP -> warmup();
            case WEIGHT_DECAY -> weightDecay();
            case STOP -> choices.has(stopDetail()) ? "plateau" : setting.of(base);
            default -> firstOf(setting);
        };
    }

    private Object firstOf(Setting setting) {
        for (TrainingSpec recipe : recipes) {
            Object value = setting.of(recipe);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** What is given, or else the recipe's; a batch of one sample has no strata. */
    private Sampling sampling(TrainingSpec usual) {
        if (choices.has(Setting.SAMPLING)) {
            return choices.constant(Setting.SAMPLING, Sampling.class);
        }
        boolean single = choices.has(Setting.BATCH) && choices.whole(Setting.BATCH) == 1;
        return single ? Sampling.PLAIN : usual.sampling();
    }

    private void checkSampling(Values values) {
        if (!Sampling.STRATIFIED.label().equals(values.word(Setting.SAMPLING))) {
            return;
        }
        DataSpec.Obstacle obstacle = objective.data().obstacleToStrata(layout.n(), objective.density());
        if (obstacle != null) {
            choices.wrong(Setting.SAMPLING, "must be plain, because " + obstacle.setting() + " " + obstacle.text());
        } else if (values.whole(Setting.BATCH) < 2) {
            choices.wrong(Setting.SAMPLING, "must be plain, because strata need a batch of at least 2; got 1");
        }
    }

    private void checkStarts(Values values) {
        int most = values.whole(Setting.STEPS) / 2;
        int starts = values.whole(Setting.STARTS);
        if (starts > Math.max(1, most)) {
            choices.wrong(
                    Setting.STARTS,
                    "must be at most half of the steps, " + most + ", so that each takes one; got " + starts);
        }
    }

    /** Whether training begins with a model that is made for it. */
    private boolean made() {
        return choices.has(Setting.INIT) && Setting.NOISE.owners().contains(choices.word(Setting.INIT));
    }

    private Initialisation unlisted(String init, Values values) {
        return init.equals("mirrored")
                ? fast.init()
                : Parts.made(init, values, init.equals("code") ? KnownBlocks.VERSION : Growth.VERSION);
    }

    private long warmup() {
        long usual = (Long) Setting.WARMUP.of(base);
        return choices.has(Setting.STEPS) ? Math.min(usual, choices.whole(Setting.STEPS) / WARMUP_SHARE) : usual;
    }

    private double weightDecay() {
        double usual = base.rule().weightDecay();
        String kind = choices.word(Setting.OPTIMIZER);
        return "adam".equals(kind)
                ? 0
                : "adamw".equals(kind) && usual == 0 ? anthropic.rule().weightDecay() : usual;
    }

    private void checkWarmup(Values values) {
        int steps = values.whole(Setting.STEPS);
        int warmup = values.whole(Setting.WARMUP);
        if (choices.has(Setting.WARMUP) && warmup >= steps) {
            choices.wrong(Setting.WARMUP, "must be fewer than the steps, " + steps + "; got " + warmup);
        }
    }

    private void checkOptimizer(Values values) {
        if ("adam".equals(choices.word(Setting.OPTIMIZER)) && values.real(Setting.WEIGHT_DECAY) != 0) {
            choices.wrong(Setting.WEIGHT_DECAY, "adam has no weight decay; set optimizer.kind to adamw, or this to 0");
        }
    }

    private void checkInit(Values values) {
        if (choices.has(Setting.INSTANCES) && !values.word(Setting.INIT).equals("xavier")) {
            choices.wrong(Setting.INSTANCES, "belongs to xavier; set init.kind to xavier, or leave this out");
        }
        if (choices.has(Setting.NOISE) && !made()) {
            choices.wrong(Setting.NOISE, "belongs to code and grown; set init.kind to one of them, or leave this out");
        }
        if (made()) {
            checkMade(values.word(Setting.INIT));
        }
    }

    /** A model that training begins with is of features that are all alike. */
    private void checkMade(String init) {
        BuiltFamily family = new BuiltFamily(choices, "training.init " + init);
        family.checkAlike(objective.importance());
        if (choices.has(Setting.STARTS) && choices.whole(Setting.STARTS) > 1) {
            choices.wrong(Setting.STARTS, "must be 1 for training.init " + init + ", which is one start");
        }
        if (objective.data().kind() != DataSpec.Kind.INDEPENDENT) {
            choices.wrong(Setting.DATA_KIND, "must be independent for training.init " + init);
        }
        if (init.equals("code")) {
            family.checkCode(
                    layout.n(), layout.m(), layout.spec(), MixtureSearch.exists(layout.n(), layout.m()), false);
            return;
        }
        checkGrown(family);
    }

    private void checkGrown(BuiltFamily family) {
        family.checkDiagonal(layout.n(), layout.m(), layout.spec());
        if (layout.m() > 1 && !Growth.suits(layout)) {
            choices.wrong(
                    family.hidden(),
                    "training.init grown mixes smaller models up to n = " + BlockMixtures.MOST_FEATURES
                            + " and copies one beyond, which needs n/m to be that of one of them, of up to "
                            + Growth.MOST_HIDDEN + " hidden dimensions; got m = " + layout.m() + " with n = "
                            + layout.n());
        }
    }

    private void checkStop(Values values) {
        if (choices.has(stopDetail()) && values.word(Setting.STOP).equals("none")) {
            choices.wrong(stopDetail(), "belongs to the rule plateau, but the rule is none");
        }
    }

    /** A detail of the rule plateau that is given, if one is. */
    private Setting stopDetail() {
        return choices.has(Setting.WINDOW) ? Setting.WINDOW : Setting.EVERY;
    }
}
