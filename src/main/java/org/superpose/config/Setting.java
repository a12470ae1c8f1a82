package org.superpose.config;

import static org.superpose.config.Declaration.dataParameter;
import static org.superpose.config.Declaration.declare;
import static org.superpose.config.Declaration.outputParameter;
import static org.superpose.config.Declaration.recipe;

import java.util.List;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureTree;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.model.ModelKind;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.train.Initialisation;
import org.superpose.train.Recipe;
import org.superpose.train.Sampling;
import org.superpose.train.Schedule;
import org.superpose.train.Trainer;
import org.superpose.train.TrainingSpec;

/**
 * Everything that can differ between two models of a sweep, each declared once: its key, what it may hold, its default, where it applies, how it is
 * read off a model, and its sentence of documentation. The reader of sweep files, the {@code parameters} of a point, the axes that {@code plan} lists and
 * the tables of settings in the documentation follow from it. Any setting can be an axis of {@code grid}, under its dotted key; those with a dot can also
 * stand in the section of that name.
 */
public enum Setting {
    N(declare("n", new Kind.Whole(1, 1 << 20))
            .spec(Spec::n)
            .usually("must be given")
            .means("n is the number of features.")),
    M(declare("m", new Kind.Whole(1, 1 << 20))
            .spec(Spec::m)
            .usually("`m` or `ratio` must be given")
            .means("m is the number of hidden dimensions, at most n.")),
    RATIO(declare("ratio", Kind.Real.positive(1))
            .spec(spec -> spec.ratioNominal() == null ? spec.m() / (double) spec.n() : spec.ratioNominal())
            .inPlaceOf(M)
            .usually("`m` or `ratio` must be given")
            .means("The ratio is m/n; it makes m = max(1, ⌊ratio·n⌋).")),
    DENSITY(declare("density", Kind.Real.closed(1e-9, 1))
            .spec(spec -> spec.objective().density())
            .usually("`density` or `sparsity` must be given")
            .means("p is the probability that a feature is active.")),
    SPARSITY(
            declare("sparsity", Kind.Real.closed(0, 1 - 1e-9))
                    .spec(spec -> Numbers.round12(1 - spec.objective().density()))
                    .inPlaceOf(DENSITY)
                    .usually("`density` or `sparsity` must be given")
                    .means(
                            "S = 1 − p is the probability that a feature is not active. Sparsity 0.999 and density 0.001 are the same point.")),

    DECAY(declare("importance.decay", Kind.Real.positive(1))
            .shortly("decay")
            .spec(spec -> spec.objective().importance().base() instanceof Importance.Decay decay ? decay.delta() : null)
            .standard("1")
            .means("Each feature matters δ times as much as the one before: I_i = δ^i.")),
    LAST(declare("importance.last", Kind.Real.positive(1e9))
            .spec(spec -> spec.lastImportance())
            .inPlaceOf(DECAY)
            .standard("1")
            .means("The last feature has importance ρ, every other 1: I = (1, …, 1, ρ).")),
    KEYED_SIZE(declare("importance.size", new Kind.Whole(2, 1 << 20))
            .spec(spec -> spec.ofKeys(KeyedSets::size))
            .usually("none; 2 where `importance.otherwise` is given")
            .means(
                    "Features are in sets of g. The first of each set is its key, and the errors of the others count fully only where the key"
                            + " is active.")),
    OTHERWISE(declare("importance.otherwise", new Kind.Real(0, true, 1, false))
            .spec(spec -> spec.ofKeys(KeyedSets::otherwise))
            .usually("none; 0 where `importance.size` is given")
            .means("The importance of a feature is multiplied by β where the key of its set is not active.")),

    KIND(
            declare("model.kind", Kind.Choice.of(ModelKind.values()))
                    .spec(spec -> spec.origin().kind().label())
                    .standard(ModelKind.TRAINED.label())
                    .inParametersWhere(kind -> !kind.equals(ModelKind.TRAINED.label()))
                    .means(
                            "A `trained` model is trained. The others are built: a `rug` is the Persian rug, a `projector` is the same of a random subspace, a"
                                    + " `tiled` model consists of copies of smaller trained models, a `circle` has its features on circles, a"
                                    + " `spherical` model consists of the best codes known, and a `ladder` has features of very different scales too.")),
    FROM(declare("model.from", new Kind.Directories())
            .spec(Spec::from)
            .belongsTo(KIND, List.of(ModelKind.TILED.label()))
            .usually("must be given")
            .means("The trained models to copy are looked up in this directory of results, or in a list of them.")),
    TIED(declare("model.tied", new Kind.Flag())
            .model(ModelSpec::tied)
            .standard("false")
            .means("The flag says whether encoder and decoder are one matrix: W_out = W_inᵀ.")),
    HIDDEN(declare("model.hidden", Kind.Choice.of(Activation.values()))
            .model(model -> model.hidden().label())
            .standard("identity")
            .means("φ is the activation of the hidden layer.")),
    OUTPUT(declare("model.output", Kind.Choice.of(OutputFunction.Kind.values()))
            .model(model -> model.output().label())
            .standard("relu")
            .means(
                    "ψ is the output function: z itself (`identity`), max(z, 0) (`relu`), max(z, αz) (`leaky_relu`), sign(z) max(\\|z\\| − θ, 0)"
                            + " (`soft_threshold`), z where z > θ and else 0 (`trec`), z σ(z/τ) (`gated`), or the k largest positive outputs of a sample, with"
                            + " ties of the k-th, and else 0 (`top_k`).")),
    SLOPE(outputParameter(OUTPUT, "slope", new Kind.Real(0, false, 1, false))
            .means("α is the slope of the output function below zero.")),
    THRESHOLD(outputParameter(OUTPUT, "threshold", Kind.Real.positive(100))
            .means("θ is the threshold of the output function.")),
    K(outputParameter(OUTPUT, "k", new Kind.Whole(1, 1 << 20))
            .usually("⌈np + 2√(np(1 − p))⌉, at most n")
            .means("k outputs are kept, at most n.")),
    TEMPERATURE(
            outputParameter(OUTPUT, "temperature", Kind.Real.positive(100)).means("τ is the temperature of the gate.")),
    BIAS(declare("model.bias", new Kind.Flag())
            .model(ModelSpec::bias)
            .standard("true")
            .means("The flag says whether the bias b is trained. Without it b = 0.")),

    DATA_KIND(declare("data.kind", Kind.Choice.of(DataSpec.Kind.values()))
            .data(data -> data.kind().label())
            .standard("independent")
            .means("The kind says how the features depend on one another.")),
    DATA_SIZE(declare("data.size", new Kind.Whole(2, 1 << 20))
            .data(data -> data.kind().inSets() ? data.size() : null)
            .belongsTo(DATA_KIND, DataSpec.Kind.labels(DataSpec.Kind::inSets))
            .usually("2")
            .means("Features are in sets of g, at most n. A last set may be smaller.")),
    DATA_MARGINAL(
            declare("data.marginal", Kind.Choice.of(DataSpec.Marginal.values()))
                    .data(data ->
                            data.marginal() == null ? null : data.marginal().label())
                    .belongsTo(DATA_KIND, DataSpec.Kind.labels(kind -> new DataSpec(kind).marginal() != null))
                    .usually("shared")
                    .means(
                            "The word says what p is. With `shared` a set of g features is on with probability p, and each member with p/g (Elhage et al. 2022)."
                                    + " With `each` every member is active with probability p, so g p ≤ 1 (the ARENA course).")),
    DATA_EXPONENT(dataParameter(DATA_KIND, "exponent", Kind.Real.positive(DataSpec.MOST_EXPONENT))
            .means("α says how fast the features become rarer: p_i = min(1, c (i + 1)^−α).")),
    DATA_GRAPH(declare("data.graph", Kind.Choice.of(FeatureTree.values()))
            .data(data -> data.graph() == null ? null : data.graph().label())
            .belongsTo(DATA_KIND, DataSpec.Kind.labels(kind -> new DataSpec(kind).graph() != null))
            .usually("path")
            .means(
                    "The word says which features are neighbours: the parent of feature i is i − 1 in a `path`, ⌊(i − 1)/2⌋ in a `tree`, and 0 in a"
                            + " `star`.")),
    DATA_CORRELATION(dataParameter(
                    DATA_KIND, "correlation", Kind.Real.closed(-DataSpec.MOST_CORRELATION, DataSpec.MOST_CORRELATION))
            .means("ρ is the correlation of two neighbours, at least −min(p/(1 − p), (1 − p)/p).")),
    DATA_SHARE(dataParameter(DATA_KIND, "share", Kind.Real.positive(1))
            .means("θ is the probability that the hidden switch of a set is on, at least p.")),
    DATA_CONTRAST(dataParameter(DATA_KIND, "contrast", new Kind.Real(1, false, DataSpec.MOST_CONTRAST, true))
            .means("κ is the ratio of the probabilities in the densest and the sparsest block.")),

    RECIPE(declare("training.recipe", Kind.Choice.of(Recipe.values()))
            .spec(spec -> spec.origin() instanceof Origin.Trained trained ? trained.recipe() : null)
            .standard(Recipe.FAST.label())
            .inParametersWhere(recipe -> false)
            .means("The recipe gives every training setting that the file does not give.")),
    SAMPLING(
            recipe("training.sampling", Kind.Choice.of(Sampling.values()))
                    .training(training -> training.sampling().label())
                    .usually(
                            "the recipe's: `stratified` for `quick`, `fast` and `thorough` where at most 2 independent sets of features are active in the mean, else `plain`")
                    .inParametersWhere(sampling -> !sampling.equals(Sampling.PLAIN.label()))
                    .means(
                            "The samples of a batch are drawn as they come (`plain`), or by the number of active features, with weights that make up for it"
                                    + " (`stratified`): then every batch has features that meet, however small p is. Features of a `graph` are drawn as they come.")),
    BATCH(recipe("training.batch", new Kind.Whole(1, 1 << 20))
            .training(TrainingSpec::batch)
            .means("Each step sees this many fresh samples.")),
    STARTS(recipe("training.starts", new Kind.Whole(1, 1000))
            .training(TrainingSpec::starts)
            .usually("the recipe's, but 1 where `training.steps` is given")
            .inParametersWhere(starts -> !starts.equals(1L))
            .means(
                    "The first half of the steps is divided among this many starts; the one that ends with the least loss takes the other half, at "
                            + Trainer.FINISH_RATE
                            + " of the rate. With 1 there is no choice, and all steps are those of one start.")),
    STEPS(recipe("training.steps", new Kind.Whole(1, 10_000_000))
            .training(TrainingSpec::steps)
            .means("Training takes at most this many steps, from all starts together.")),
    LEARNING_RATE(recipe("training.learningRate", Kind.Real.positive(100))
            .training(TrainingSpec::learningRate)
            .means("η is the peak learning rate.")),
    SCHEDULE(
            recipe("training.schedule.kind", Kind.Choice.of(Schedule.Kind.values()))
                    .shortly("training.schedule")
                    .training(training -> training.schedule().kind().label())
                    .means(
                            "After the warm-up the learning rate stays (`constant`), or falls to 0 along a line (`linear`) or a cosine (`cosine`).")),
    WARMUP(
            recipe("training.schedule.warmup", new Kind.Whole(0, 10_000_000))
                    .shortly("training.warmup")
                    .training(training -> training.schedule().warmup())
                    .usually("the recipe's, at most a tenth of `training.steps` where that is given")
                    .means(
                            "In this many first steps the learning rate rises along a line from 0. They are fewer than the steps.")),
    OPTIMIZER(recipe("training.optimizer.kind", Kind.Choice.of("adam", "adamw"))
            .shortly("training.optimizer")
            .training(training -> training.rule().weightDecay() == 0 ? "adam" : "adamw")
            .inParametersWhere(kind -> false)
            .means("`adam` has no weight decay; `adamw` has 0.01 unless `training.optimizer.weightDecay` is given.")),
    BETA1(recipe("training.optimizer.beta1", new Kind.Real(0, true, 1, false))
            .training(training -> training.rule().beta1())
            .means("β₁ is the decay rate of the mean of the gradients.")),
    BETA2(recipe("training.optimizer.beta2", new Kind.Real(0, true, 1, false))
            .training(training -> training.rule().beta2())
            .means("β₂ is the decay rate of the mean of the squared gradients.")),
    EPSILON(recipe("training.optimizer.epsilon", Kind.Real.closed(1e-16, 1))
            .training(training -> training.rule().epsilon())
            .means("ε is added to the root of the mean square.")),
    WEIGHT_DECAY(recipe("training.optimizer.weightDecay", Kind.Real.closed(0, 10))
            .training(training -> training.rule().weightDecay())
            .means("λ is the decoupled weight decay, which acts on every parameter. It must be 0 with `adam`.")),
    INIT(recipe("training.init.kind", Kind.Choice.of("uniform", "xavier", "mirrored", "code", "grown"))
            .shortly("training.init")
            .training(training -> training.init().label())
            .means(
                    "The parameters are drawn before the first step: `uniform` from ±1/√fan_in, `xavier` as the notebook of Elhage et al. 2022 does, or"
                            + " `mirrored` with W_out = W_inᵀ. Or training begins with a model: `code` with the best codes known, `grown` with the best"
                            + " smaller models, which are trained before.")),
    NOISE(
            declare("training.init.noise", Kind.Real.closed(0, 1))
                    .training(training -> training.init() instanceof Initialisation.Made made ? made.noise() : null)
                    .inParametersWhere(noise -> !noise.equals(0.0))
                    .belongsTo(INIT, List.of("code", "grown"))
                    .usually("0")
                    .means(
                            "Normal noise of this standard deviation is added to every entry of the matrices that training begins with.")),
    INSTANCES(declare("training.init.instances", new Kind.Whole(1, 1 << 20))
            .training(training -> training.init() instanceof Initialisation.Xavier xavier ? xavier.instances() : null)
            .belongsTo(INIT, List.of("xavier"))
            .usually("10")
            .means("The notebook keeps this many models in one tensor, which makes the initial weights smaller.")),
    STOP(
            recipe("training.stop.rule", Kind.Choice.of("plateau", "none"))
                    .shortly("training.stop")
                    .training(training -> training.stop() == null ? "none" : "plateau")
                    .means(
                            "Training stops before its last step where the loss no longer falls (`plateau`), or never (`none`).")),
    WINDOW(declare("training.stop.window", new Kind.Whole(1, 1_000_000))
            .training(
                    training -> training.stop() == null ? null : training.stop().window())
            .belongsTo(STOP, List.of("plateau"))
            .usually("200")
            .means("Each of the two mean losses that are compared is over this many steps.")),
    EVERY(declare("training.stop.every", new Kind.Whole(1, 1_000_000))
            .training(
                    training -> training.stop() == null ? null : training.stop().every())
            .belongsTo(STOP, List.of("plateau"))
            .usually("30")
            .means("The two means are compared again after this many steps."));

    /** The sections of a sweep file that hold settings. */
    static final List<String> SECTIONS = List.of("model", "data", "importance", "training");

    @SuppressWarnings(
            "ImmutableEnumChecker") // a declaration is complete when the constant is made, and never changed afterwards
    private final Declaration declaration;

    Setting(Declaration declaration) {
        this.declaration = declaration;
    }

    /** The dotted key, as messages show it. */
    public String key() {
        return declaration.key();
    }

    /** What is allowed, to end the sentence "must be …". */
    public String allowed() {
        return declaration.kind().allowed();
    }

    /** Whether the setting is a number that may have this value. */
    public boolean allows(double value) {
        return declaration.kind() instanceof Kind.Numeric numeric && numeric.of(value) != null;
    }

    /** The abbreviation of the key, null if there is none. */
    public String alias() {
        return declaration.alias();
    }

    /** What holds where the setting is not given, in Markdown: a value, or words where it depends on other settings or must be given. */
    public String usually() {
        return declaration.usually();
    }

    /** What the setting means, in whole sentences of Markdown. */
    public String sentence() {
        return declaration.sentence();
    }

    /** The default where it is one value whatever else is given; else null. Whole numbers are Long, real ones Double. */
    public Object standard() {
        return declaration.standardValue();
    }

    /** The setting that this one stands in for, and excludes; null if there is none. */
    public Setting inPlaceOf() {
        return declaration.inPlaceOf();
    }

    /** The setting on whose word it depends whether this one applies; null if it always does. */
    public Setting owner() {
        return declaration.owner();
    }

    /** The words of {@link #owner} with which this setting applies. */
    public List<String> owners() {
        return declaration.owners();
    }

    /** The value that a model has, null if the setting does not apply to it: Long, Double, Boolean or String. */
    public Object of(Spec spec) {
        return declaration.value(spec);
    }

    /** The value that data have; null if the setting does not apply to them, or is none of data. */
    public Object of(DataSpec data) {
        return declaration.value(data);
    }

    /** The value that a training has; null if the setting does not apply to it, or is none of training. */
    public Object of(TrainingSpec training) {
        return declaration.value(training);
    }

    /** The value under this setting's key in the {@code parameters} of a model; null if it has none there. */
    public Object inParameters(Spec spec) {
        if (inPlaceOf() != null && inPlaceOf().of(spec) != null) {
            return null;
        }
        Object value = of(spec);
        return value == null || !declaration.entersParameters(value) ? null : value;
    }

    Kind kind() {
        return declaration.kind();
    }

    /** Whether at most one of the two can be given: one stands in place of the other. */
    boolean excludes(Setting other) {
        return inPlaceOf() == other || (other.inPlaceOf() != null && other.inPlaceOf() == this);
    }
}
