package org.superpose.grid;

import java.util.HashMap;
import java.util.Map;
import org.superpose.config.Condition;
import org.superpose.config.GridBlock;
import org.superpose.config.Numbers;
import org.superpose.config.Origin;
import org.superpose.config.Setting;
import org.superpose.config.Spec;
import org.superpose.construct.Construction;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.measure.MeasureSpec;
import org.superpose.model.Importance;
import org.superpose.model.Layout;
import org.superpose.model.ModelSpec;
import org.superpose.train.Recipe;
import org.superpose.train.TrainingSpec;

/** One combination of axes to a point, or to the reason why it is none. */
final class PointMaker {
    /** The most cells of a batch, B·n. */
    private static final long MOST_CELLS = 1L << 30;

    /** g of conditional importance where only β is given. */
    private static final int LEAST_SET = 2;

    private static final long MOST_PARAMETERS = Integer.MAX_VALUE - 8L;

    private final GridBlock block;
    private final Choices choices;
    private final PointMistakes mistakes;
    private final MeasureSpec measure;

    /** The parts of points before, because most points share theirs, and a million have to fit in memory. */
    private final Map<Object, Object> parts = new HashMap<>();

    PointMaker(GridBlock block, Choices choices, PointMistakes mistakes, MeasureSpec measure) {
        this.block = block;
        this.choices = choices;
        this.mistakes = mistakes;
        this.measure = measure;
    }

    /** The point of the present choices; null if {@code where} excludes it or after a mistake. */
    Spec spec() {
        int n = choices.whole(Setting.N);
        Double ratio = choices.has(Setting.RATIO) ? choices.real(Setting.RATIO) : null;
        int m = ratio == null ? choices.whole(Setting.M) : hidden(n, ratio);
        double density = choices.has(Setting.SPARSITY)
                ? Numbers.round12(1 - choices.real(Setting.SPARSITY))
                : choices.real(Setting.DENSITY);
        if (!kept(n, m, ratio, density) || !fits(n, m)) {
            return null;
        }
        int before = mistakes.size();
        Spec spec = spec(n, m, ratio, density);
        return mistakes.size() == before ? spec : null;
    }

    /** The point before it has seeds; null where the data have no distribution, on which all else depends. */
    private Spec spec(int n, int m, Double ratio, double density) {
        Importance importance = importance(n);
        DataSpec data = new DataChoice(choices, measure.active() > 0).data(n, density);
        if (data.obstacle(n, density) != null) {
            return null;
        }
        Objective objective = shared(new Objective(data, density, importance));
        ModelSpec model = shared(new ModelChoice(choices).model(n, objective.meanProbability(n)));
        Construction construction = new ConstructionChoice(choices).construction(n, m, model, importance);
        if (construction != null) {
            return new Spec(n, m, ratio, objective, model, new Origin.Built(construction));
        }
        Recipe recipe = choices.constant(Setting.RECIPE, Recipe.class);
        Layout layout = new Layout(model, n, m);
        TrainingSpec training = new TrainingChoice(choices, recipe, layout, objective).spec();
        checkSize(layout, training);
        return new Spec(n, m, ratio, objective, model, new Origin.Trained(recipe.label(), training));
    }

    /** The part of a point before that equals this one, or else this one. */
    @SuppressWarnings("unchecked") // equal parts are of one class
    private <T> T shared(T part) {
        return (T) parts.computeIfAbsent(part, same -> same);
    }

    private void checkSize(Layout layout, TrainingSpec training) {
        TrajectorySize.check(measure, layout, training.pathSteps(), choices);
        if ((long) training.batch() * layout.n() > MOST_CELLS) {
            Setting culprit = choices.has(Setting.BATCH) ? Setting.BATCH : Setting.N;
            choices.wrong(culprit, "batch × n must not exceed 2^30; got " + training.batch() + " × " + layout.n());
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
                case DECAY -> choices.real(Setting.DECAY);
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
        boolean last = choices.real(Setting.LAST) != 1;
        boolean keyed = choices.has(Setting.KEYED_SIZE) || choices.has(Setting.OTHERWISE);
        Importance importance = Parts.importance(setting -> switch (setting) {
            case DECAY -> last ? null : choices.of(Setting.DECAY);
            case KEYED_SIZE -> keyed ? choices.of(Setting.KEYED_SIZE, LEAST_SET) : null;
            case OTHERWISE -> choices.of(Setting.OTHERWISE, 0);
            default -> choices.of(setting);
        });
        if (keyed) {
            checkKeys(importance.keys().size(), n);
        }
        return importance;
    }

    private void checkKeys(int size, int n) {
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
    }
}
