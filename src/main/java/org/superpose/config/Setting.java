package org.superpose.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureTree;
import org.superpose.model.Activation;
import org.superpose.model.ModelKind;
import org.superpose.model.OutputFunction;
import org.superpose.train.Recipe;
import org.superpose.train.Schedule;

/**
 * Everything that can differ between two models of a sweep: the one table of keys, what they may hold and how they are abbreviated. Any of them
 * can be an axis of {@code grid}, under its dotted key; those with a dot can also stand in the section of that name.
 */
public enum Setting {
    /** Features, 1 … 2²⁰. */
    N("n", new Kind.Whole(1, 1 << 20)),
    /** Hidden dimensions, 1 … n. */
    M("m", new Kind.Whole(1, 1 << 20)),
    /** In place of m: m = max(1, ⌊ratio·n + 1e-9⌋). */
    RATIO("ratio", Kind.Real.positive(1)),
    /** p, the probability that a feature is active, 1e-9 … 1. */
    DENSITY("density", Kind.Real.closed(1e-9, 1)),
    /** In place of density: p = 1 − S, rounded to 12 significant digits. */
    SPARSITY("sparsity", Kind.Real.closed(0, 1 - 1e-9)),

    /** δ of I_i = δ^i; short: {@code decay}. */
    DECAY("importance.decay", Kind.Real.positive(1), "decay"),
    /** ρ of I = (1, …, 1, ρ); excludes decay. */
    LAST("importance.last", Kind.Real.positive(1e9)),
    /** g: errors count fully only where the first feature of their set of g is active; 2 by default if {@link #OTHERWISE} is given. */
    KEYED_SIZE("importance.size", new Kind.Whole(2, 1 << 20)),
    /** β, how much they count where it is not; 0 by default if {@link #KEYED_SIZE} is given. */
    OTHERWISE("importance.otherwise", new Kind.Real(0, true, 1, false)),

    /** How the weights come about; trained by default. */
    KIND("model.kind", Kind.Choice.of(ModelKind.values())),
    /** Of tiled: directories of results with trained models to compose from. */
    FROM("model.from", new Kind.Directories()),
    /** Whether W_out = W_inᵀ; false by default. */
    TIED("model.tied", new Kind.Flag()),
    /** φ; identity by default. */
    HIDDEN("model.hidden", Kind.Choice.of(Activation.values())),
    /** ψ; relu by default. */
    OUTPUT("model.output", Kind.Choice.of(OutputFunction.Kind.values())),
    /** α of leaky_relu. */
    SLOPE("model.slope", new Kind.Real(0, false, 1, false)),
    /** θ of soft_threshold and trec. */
    THRESHOLD("model.threshold", Kind.Real.positive(100)),
    /** Outputs that top_k keeps, at most n. */
    K("model.k", new Kind.Whole(1, 1 << 20)),
    /** τ of gated. */
    TEMPERATURE("model.temperature", Kind.Real.positive(100)),
    /** Whether b is trained; true by default. */
    BIAS("model.bias", new Kind.Flag()),

    /** How features depend on one another; independent by default. */
    DATA_KIND("data.kind", Kind.Choice.of(DataSpec.Kind.values())),
    /** Features in a set, of correlated, anticorrelated, topics and blocks, at most n; 2 by default. */
    DATA_SIZE("data.size", new Kind.Whole(2, 1 << 20)),
    /** Of anticorrelated, what p is: that of a set (shared, the default) or of each member. */
    DATA_MARGINAL("data.marginal", Kind.Choice.of(DataSpec.Marginal.values())),
    /** α of powerlaw; 1 by default. */
    DATA_EXPONENT("data.exponent", Kind.Real.positive(DataSpec.MOST_EXPONENT)),
    /** Of graph: which features are neighbours; path by default. */
    DATA_GRAPH("data.graph", Kind.Choice.of(FeatureTree.values())),
    /** ρ of two neighbours, of graph; 0.5 by default. */
    DATA_CORRELATION(
            "data.correlation", new Kind.Real(-DataSpec.MOST_CORRELATION, true, DataSpec.MOST_CORRELATION, true)),
    /** θ of topics; 0.5 by default. */
    DATA_SHARE("data.share", Kind.Real.positive(1)),
    /** κ of blocks; 10 by default. */
    DATA_CONTRAST("data.contrast", new Kind.Real(1, false, DataSpec.MOST_CONTRAST, true)),

    /** Where every training field that is not given comes from; fast by default. */
    RECIPE("training.recipe", Kind.Choice.of(Recipe.values())),
    /** Samples per step. */
    BATCH("training.batch", new Kind.Whole(1, 1 << 20)),
    /** The most steps. */
    STEPS("training.steps", new Kind.Whole(1, 10_000_000)),
    /** The peak learning rate. */
    LEARNING_RATE("training.learningRate", Kind.Real.positive(100)),
    /** The shape of the learning rate after warm-up; short: {@code training.schedule: cosine}. */
    SCHEDULE("training.schedule.kind", Kind.Choice.of(Schedule.Kind.values()), "training.schedule"),
    /**
     * Steps of linear warm-up, fewer than steps; short: {@code training.warmup}. Where it is not given, the recipe's, but at most a tenth of the
     * steps.
     */
    WARMUP("training.schedule.warmup", new Kind.Whole(0, 10_000_000), "training.warmup"),
    /** adam has no weight decay, adamw 0.01 unless weightDecay is given; short: {@code training.optimizer: adamw}. */
    OPTIMIZER("training.optimizer.kind", Kind.Choice.of("adam", "adamw"), "training.optimizer"),
    /** β₁. */
    BETA1("training.optimizer.beta1", new Kind.Real(0, true, 1, false)),
    /** β₂. */
    BETA2("training.optimizer.beta2", new Kind.Real(0, true, 1, false)),
    /** ε. */
    EPSILON("training.optimizer.epsilon", Kind.Real.closed(1e-16, 1)),
    /** λ, decoupled; refused together with kind adam unless 0. */
    WEIGHT_DECAY("training.optimizer.weightDecay", Kind.Real.closed(0, 10)),
    /** uniform: U(±1/√fan_in); xavier: the notebook's rule; mirrored: W_out = W_inᵀ; short: {@code training.init: xavier}. */
    INIT("training.init.kind", Kind.Choice.of("uniform", "xavier", "mirrored"), "training.init"),
    /** Of xavier: how many models share one tensor; 10 unless the recipe says otherwise. */
    INSTANCES("training.init.instances", new Kind.Whole(1, 1 << 20)),
    /** plateau: stop when the loss no longer falls; none: run all steps; short: {@code training.stop: none}. */
    STOP("training.stop.rule", Kind.Choice.of("plateau", "none"), "training.stop"),
    /** Of plateau: steps in each of the two means compared; 200 unless the recipe says otherwise. */
    WINDOW("training.stop.window", new Kind.Whole(1, 1_000_000)),
    /** Of plateau: steps between tests; 30 unless the recipe says otherwise. */
    EVERY("training.stop.every", new Kind.Whole(1, 1_000_000));

    /** The sections of a sweep file that hold settings. */
    static final List<String> SECTIONS = List.of("model", "data", "importance", "training");

    private static final Map<String, Setting> BY_NAME = byName();

    private final String key;

    @SuppressWarnings("ImmutableEnumChecker") // every Kind is a record of immutable values
    private final Kind kind;

    private final String alias;

    Setting(String key, Kind kind) {
        this(key, kind, null);
    }

    Setting(String key, Kind kind, String alias) {
        this.key = key;
        this.kind = kind;
        this.alias = alias;
    }

    /** The dotted key, as messages show it. */
    public String key() {
        return key;
    }

    /** What is allowed, to end the sentence "must be …". */
    public String allowed() {
        return kind.allowed();
    }

    Kind kind() {
        return kind;
    }

    /** Whether the values are whole numbers. */
    boolean whole() {
        return kind instanceof Kind.Whole;
    }

    /** The setting of a dotted key or its abbreviation, null if there is none. */
    static Setting named(String name) {
        return BY_NAME.get(name);
    }

    /** Every name an axis can have. */
    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** The names that can follow {@code prefix.} in a section, in order. */
    static List<String> children(String prefix) {
        String start = prefix + ".";
        return BY_NAME.keySet().stream()
                .filter(name -> name.startsWith(start))
                .map(name -> name.substring(start.length()))
                .filter(name -> name.indexOf('.') < 0)
                .distinct()
                .toList();
    }

    private static Map<String, Setting> byName() {
        Map<String, Setting> byName = new LinkedHashMap<>();
        for (Setting setting : values()) {
            List<String> names = new ArrayList<>(Arrays.asList(setting.alias, setting.key));
            names.removeIf(name -> name == null);
            names.forEach(name -> byName.put(name, setting));
        }
        return byName;
    }
}
