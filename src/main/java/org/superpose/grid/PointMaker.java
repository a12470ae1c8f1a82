package org.superpose.grid;

import org.superpose.config.Condition;
import org.superpose.config.GridBlock;
import org.superpose.config.Numbers;
import org.superpose.config.Setting;
import org.superpose.construct.Construction;
import org.superpose.data.DataSpec;
import org.superpose.measure.MeasureSpec;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.model.ModelSpec;
import org.superpose.train.Recipe;

/** One combination of axes to a point, or to the reason why it is none. */
final class PointMaker {
    /** Cells of a batch, B·n. */
    private static final long MOST_CELLS = 1L << 30;

    private static final long MOST_PARAMETERS = Integer.MAX_VALUE - 8L;

    private final GridBlock block;
    private final Choices choices;
    private final PointMistakes mistakes;
    private final MeasureSpec measure;

    PointMaker(GridBlock block, Choices choices, PointMistakes mistakes, MeasureSpec measure) {
        this.block = block;
        this.choices = choices;
        this.mistakes = mistakes;
        this.measure = measure;
    }

    /** The point of the present choices; null if {@code where} excludes it or after a mistake. */
    Draft draft() {
        int n = choices.whole(Setting.N, 1);
        Double ratio = choices.has(Setting.RATIO) ? choices.real(Setting.RATIO, 1) : null;
        int m = ratio == null ? choices.whole(Setting.M, 1) : hidden(n, ratio);
        double density = choices.has(Setting.SPARSITY)
                ? Numbers.round12(1 - choices.real(Setting.SPARSITY, 0))
                : choices.real(Setting.DENSITY, 1);
        if (!kept(n, m, ratio, density) || !fits(n, m)) {
            return null;
        }
        int before = mistakes.size();
        Draft draft = draft(n, m, ratio, density);
        return mistakes.size() == before ? draft : null;
    }

    /** Null where the data have no distribution, of which all else is a function. */
    private Draft draft(int n, int m, Double ratio, double density) {
        Recipe recipe = choices.constant(Setting.RECIPE, Recipe.FAST);
        Importance importance = importance(n);
        DataSpec data = new DataChoice(choices, measure.active() > 0).data(n, density);
        if (data.obstacle(n, density) != null) {
            return null;
        }
        double probability = data.meanProbability(n, density);
        ModelSpec model = model(n, probability);
        Construction construction = new ConstructionChoice(choices).construction(n, m, model, importance);
        boolean trained = construction == null;
        Draft draft = new Draft(
                n,
                m,
                ratio,
                density,
                importance,
                model,
                data,
                trained ? recipe.label() : null,
                trained ? new TrainingChoice(choices, recipe, n, m, probability).spec() : null,
                construction);
        if (trained) {
            checkSize(draft);
        }
        return draft;
    }

    private void checkSize(Draft draft) {
        TrajectorySize.check(measure, draft, choices);
        if ((long) draft.training().batch() * draft.n() > MOST_CELLS) {
            Setting culprit = choices.has(Setting.BATCH) ? Setting.BATCH : Setting.N;
            choices.wrong(
                    culprit,
                    "batch × n must not exceed 2^30; got " + draft.training().batch() + " × " + draft.n());
        }
    }

    /** m = max(1, ⌊ratio·n + 1e-9⌋). */
    static int hidden(int n, double ratio) {
        return Math.max(1, (int) Math.floor(ratio * n + 1e-9));
    }

    private boolean kept(int n, int m, Double ratio, double density) {
        Condition where = block.where();
        if (where == null) {
            return true;
        }
        if (where.variables().contains(Condition.Variable.DECAY) && choices.has(Setting.LAST)) {
            mistakes.add(where.position(), "where", "decay is undefined where importance.last is given");
            return false;
        }
        try {
            return where.holds(variable -> switch (variable) {
                case N -> n;
                case M -> m;
                case RATIO -> ratio == null ? m / (double) n : ratio;
                case SPARSITY -> Numbers.round12(1 - density);
                case DENSITY -> density;
                case DECAY -> choices.real(Setting.DECAY, 1);
            });
        } catch (ArithmeticException e) {
            mistakes.add(where.position(), "where", e.getMessage() + ", such as 0/0");
            return false;
        }
    }

    private boolean fits(int n, int m) {
        if (m > n) {
            choices.wrong(Setting.M, "must not exceed n; got m = " + m + " with n = " + n);
            return false;
        }
        if (2L * n * m + n > MOST_PARAMETERS) {
            choices.wrong(
                    Setting.N, "n = " + n + " with m = " + m + " has more parameters than fit in one array, 2^31");
            return false;
        }
        return true;
    }

    /** ρ = 1 and δ = 1 are the same importance, and one point. */
    private Importance importance(int n) {
        double last = choices.real(Setting.LAST, 1);
        Importance base = last == 1 ? new Importance.Decay(choices.real(Setting.DECAY, 1)) : new Importance.Last(last);
        if (!choices.has(Setting.KEYED_SIZE) && !choices.has(Setting.OTHERWISE)) {
            return base;
        }
        int size = choices.whole(Setting.KEYED_SIZE, 2);
        Setting given = choices.has(Setting.KEYED_SIZE) ? Setting.KEYED_SIZE : Setting.OTHERWISE;
        if (size > n) {
            choices.wrong(given, "a set must not exceed n; got size = " + size + " with n = " + n);
        }
        if (measure.active() > 0) {
            choices.wrong(
                    given,
                    "importance that depends on other features does not go with measure.active; set that to 0, or leave"
                            + " this out");
        }
        return new Importance.Conditional(base, new KeyedSets(size, choices.real(Setting.OTHERWISE, 0)));
    }

    private ModelSpec model(int n, double density) {
        return new ModelSpec(
                choices.flag(Setting.TIED, false),
                choices.constant(Setting.HIDDEN, Activation.IDENTITY),
                new OutputChoice(choices).output(n, density),
                choices.flag(Setting.BIAS, true));
    }
}
