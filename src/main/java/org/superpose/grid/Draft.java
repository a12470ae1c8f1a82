package org.superpose.grid;

import java.util.TreeMap;
import org.superpose.construct.Construction;
import org.superpose.data.DataSpec;
import org.superpose.model.Importance;
import org.superpose.model.ModelSpec;
import org.superpose.train.Initialisation;
import org.superpose.train.TrainingSpec;

/** A point before it has a seed and keys; trained where {@code construction} is null, built where {@code training} is. */
record Draft(
        int n,
        int m,
        Double ratioNominal,
        double density,
        Importance importance,
        ModelSpec model,
        DataSpec data,
        String recipe,
        TrainingSpec training,
        Construction construction) {

    /** The canonical JSON of everything scientific; neither the recipe's name nor ratioNominal is. */
    String parameters() {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put("algo_version", Identity.ALGO_VERSION);
        json.put("data", dataJson());
        json.put("density", density);
        json.put("importance", importanceJson());
        json.put("m", m);
        json.put("model", modelJson());
        json.put("n", n);
        if (construction == null) {
            json.put("training", trainingJson());
        }
        return CanonicalJson.write(json);
    }

    Point point(String parameters, String pointKey, long seed) {
        String modelKey = Identity.modelKey(parameters, seed);
        return new Point(
                n,
                m,
                ratioNominal,
                density,
                importance,
                model,
                data,
                recipe,
                training,
                construction,
                seed,
                parameters,
                pointKey,
                modelKey);
    }

    private TreeMap<String, Object> dataJson() {
        TreeMap<String, Object> json = object("kind", data.kind().label());
        if (data.kind().inSets()) {
            json.put("size", data.size());
        }
        if (data.marginal() != null) {
            json.put("marginal", data.marginal().label());
        }
        if (data.graph() != null) {
            json.put("graph", data.graph().label());
        }
        if (data.kind().parameterName() != null) {
            json.put(data.kind().parameterName(), data.parameter());
        }
        return json;
    }

    private TreeMap<String, Object> importanceJson() {
        if (importance instanceof Importance.Conditional conditional) {
            TreeMap<String, Object> json = importanceJson(conditional.base());
            json.put("size", conditional.keys().size());
            json.put("otherwise", conditional.keys().otherwise());
            return json;
        }
        return importanceJson(importance);
    }

    private static TreeMap<String, Object> importanceJson(Importance importance) {
        if (importance instanceof Importance.Decay decay) {
            return object("decay", decay.delta());
        }
        return object("last", ((Importance.Last) importance).rho());
    }

    private TreeMap<String, Object> modelJson() {
        TreeMap<String, Object> json = object("tied", model.tied());
        json.put("hidden", model.hidden().label());
        json.put("output", model.output().label());
        if (model.output().parameterOrNull() != null) {
            json.put(model.output().kind().parameterName(), model.output().parameter());
        }
        json.put("bias", model.bias());
        if (construction != null) {
            constructionJson(json);
        }
        return json;
    }

    /** A block that is not looked up yet is told by where to look. */
    private void constructionJson(TreeMap<String, Object> json) {
        json.put("kind", construction.kind().label());
        if (construction instanceof Construction.Tiled tiled) {
            if (tiled.resolved()) {
                json.put("block", tiled.block());
                json.put("copies", tiled.copies());
            } else {
                json.put("from", String.join("\n", tiled.from()));
            }
        }
    }

    private TreeMap<String, Object> trainingJson() {
        TreeMap<String, Object> json = object("batch", training.batch());
        json.put("steps", training.steps());
        json.put("learningRate", training.learningRate());
        TreeMap<String, Object> schedule =
                object("kind", training.schedule().kind().label());
        schedule.put("warmup", training.schedule().warmup());
        json.put("schedule", schedule);
        TreeMap<String, Object> optimizer = object("beta1", training.rule().beta1());
        optimizer.put("beta2", training.rule().beta2());
        optimizer.put("epsilon", training.rule().epsilon());
        optimizer.put("weightDecay", training.rule().weightDecay());
        json.put("optimizer", optimizer);
        json.put("init", initJson());
        json.put("stop", stopJson());
        return json;
    }

    private TreeMap<String, Object> initJson() {
        if (training.init() instanceof Initialisation.Xavier xavier) {
            TreeMap<String, Object> json = object("kind", "xavier");
            json.put("instances", xavier.instances());
            return json;
        }
        if (training.init() instanceof Initialisation.Uniform) {
            return object("kind", "uniform");
        }
        if (training.init() instanceof Initialisation.Mirrored mirrored) {
            TreeMap<String, Object> json = object("kind", "mirrored");
            json.put("mean", mirrored.mean());
            json.put("norm2", mirrored.norm2());
            return json;
        }
        throw new IllegalArgumentException("no name for the initialisation " + training.init());
    }

    private TreeMap<String, Object> stopJson() {
        if (training.stop() == null) {
            return object("rule", "none");
        }
        TreeMap<String, Object> json = object("rule", "plateau");
        json.put("window", training.stop().window());
        json.put("every", training.stop().every());
        return json;
    }

    private static TreeMap<String, Object> object(String key, Object value) {
        TreeMap<String, Object> json = new TreeMap<>();
        json.put(key, value);
        return json;
    }
}
