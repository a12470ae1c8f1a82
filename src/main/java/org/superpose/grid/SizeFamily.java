package org.superpose.grid;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.superpose.model.OutputFunction;
import org.superpose.train.Recipe;
import org.superpose.train.Sampling;
import org.superpose.train.TrainingSpec;

/**
 * What points of several sizes have in common when a study goes over n: their parameters without n, m, density, the decay of importance or ρ, and without
 * whatever follows from these, such as a recipe's batch, rate and steps. An override that happens to be the recipe's own value counts as that.
 */
public final class SizeFamily {
    private static final String SAMPLING = "sampling";

    private static final String STARTS = "starts";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SizeFamily() {}

    /**
     * The parameters that are left, as JSON.
     *
     * @param parameters a point's; what is no JSON object is its own family, nothing at all is <code>{}</code>
     * @param recipe the point's recipe; null for a built model
     */
    public static String of(String parameters, String recipe) {
        if (parameters == null) {
            return "{}";
        }
        try {
            if (MAPPER.readTree(parameters) instanceof ObjectNode family) {
                reduce(family, parameters, recipe);
                return family.toString();
            }
        } catch (JacksonException e) {
            return parameters;
        }
        return parameters;
    }

    private static void reduce(ObjectNode family, String parameters, String recipe) {
        Point point = point(parameters);
        family.remove(List.of("n", "m", "density"));
        if (family.get("importance") instanceof ObjectNode importance) {
            importance.remove(List.of("decay", "last"));
            if (importance.isEmpty()) {
                family.remove("importance");
            }
        }
        if (family.get("model") instanceof ObjectNode model) {
            model.remove(List.of("block", "copies", "blocks"));
            if (point != null && point.model().output().equals(standardOutput(point))) {
                model.remove("k");
            }
        }
        if (family.get("training") instanceof ObjectNode training) {
            Recipe known = point == null ? null : known(recipe, point);
            reduceTraining(training, known == null ? null : standardTraining(point, known));
            reduceSampling(family, training, known == null ? null : point, known);
        }
    }

    /** Removes what may follow from the size. Of parameters of another version it is not known what does, so all that may depend on the size is
     * removed, but the batch: recipes of those versions had one for all sizes. */
    private static void reduceTraining(ObjectNode training, TrainingSpec standard) {
        int steps = training.path("steps").asInt();
        if (standard == null || steps == standard.steps()) {
            training.remove("steps");
        }
        if (standard != null && training.path("batch").asInt() == standard.batch()) {
            training.remove("batch");
        }
        if (standard == null || training.path("learningRate").asDouble() == standard.learningRate()) {
            training.remove("learningRate");
        }
        reduceStarts(training, standard, steps);
        if (training.get("schedule") instanceof ObjectNode schedule) {
            int warmup = schedule.path("warmup").asInt();
            int usual = standard == null ? warmup : standard.schedule().warmup();
            if (warmup == usual || warmup == Math.min(usual, steps / TrainingChoice.WARMUP_SHARE)) {
                schedule.remove("warmup");
            }
        }
        if (training.get("init") instanceof ObjectNode init) {
            init.remove(List.of("norm2", "mean"));
        }
    }

    /** A recipe has several starts at one size and one at another; where the steps are given there is one at all sizes. */
    private static void reduceStarts(ObjectNode training, TrainingSpec standard, int steps) {
        int starts = training.path(STARTS).asInt(1);
        training.remove(STARTS);
        boolean made = training.path("init").has("version");
        if (standard != null && !made && starts != (steps == standard.steps() ? standard.starts() : 1)) {
            training.put(STARTS, starts);
        }
    }

    /** A recipe draws plain batches at one size and strata, which have a version of their own, at another. */
    private static void reduceSampling(ObjectNode family, ObjectNode training, Point point, Recipe recipe) {
        training.remove(SAMPLING);
        if (point == null) {
            return;
        }
        Sampling sampling = point.training().sampling();
        if (sampling
                == recipe.training(point.layout(), point.spec().objective()).sampling()) {
            family.put("algo_version", Identity.ALGO_VERSIONS.get(0));
        } else {
            training.put(SAMPLING, sampling.label());
        }
    }

    private static Point point(String parameters) {
        try {
            return Identity.parse(parameters, 0);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static OutputFunction standardOutput(Point point) {
        return OutputFunction.standard(point.model().output().kind(), point.n(), point.activity());
    }

    private static TrainingSpec standardTraining(Point point, Recipe recipe) {
        return recipe.training(
                point.layout(), point.spec().objective(), point.training().sampling());
    }

    /** The recipe of that name, or that which was called so when the row was made: {@code fast} had the laws of {@code quick}. */
    private static Recipe known(String recipe, Point point) {
        for (Recipe known : Recipe.values()) {
            if (recipe != null && known.label().equals(recipe.toLowerCase(Locale.ROOT))) {
                boolean former = known == Recipe.FAST && likeness(point, Recipe.QUICK) > likeness(point, Recipe.FAST);
                return former ? Recipe.QUICK : known;
            }
        }
        return null;
    }

    /** How much of what a recipe decides, and the file may have overridden, a point has. */
    private static int likeness(Point point, Recipe recipe) {
        TrainingSpec training = point.training();
        TrainingSpec standard = standardTraining(point, recipe);
        return (training.steps() == standard.steps() ? 1 : 0)
                + (training.learningRate() == standard.learningRate() ? 1 : 0)
                + (training.rule().beta1() == standard.rule().beta1() ? 1 : 0);
    }
}
