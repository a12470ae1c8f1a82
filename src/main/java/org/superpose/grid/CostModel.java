package org.superpose.grid;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.kernel.KernelId;
import org.superpose.kernel.TeamKernel;
import org.superpose.measure.GradientNorm;
import org.superpose.measure.MeasureSpec;
import org.superpose.model.Layout;
import org.superpose.train.Growth;
import org.superpose.train.Initialisation;
import org.superpose.train.Recipe;
import org.superpose.train.Sampling;
import org.superpose.train.TrainingSpec;

/**
 * Predicts how long a point takes on one core: (steps × step + evaluation + statistics) × a factor for this machine. The factor is 1 on the
 * machine of the table in {@link StepCost} and is learnt from finished points.
 */
public final class CostModel implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * Where a plateau rule ends training, in steps times learning rate: 0.4 to 2.0, in the mean 1.2, over eleven runs of the recipe paper
     * with n = 64 … 512, which took 1080 to 15 000 steps. Adam moves a weight by about the rate in a step, and has a distance of about 1 to go.
     */
    static final double DISTANCE_TO_PLATEAU = 1.2;

    /** Seconds that a point takes whatever its size: opening a kernel, its random streams, the theory, a row. */
    private static final double POINT_SECONDS = 5e-3;

    /**
     * The evaluation stops after {@code COLLISION_SAMPLES·e^{5r}(1 − p)²/(n p)} active samples, within a factor of 3 for most of 60 models: only
     * samples with features that collide lose much, the rarer the fewer are active and the larger r is.
     */
    private static final double COLLISION_SAMPLES = 1.5e5;

    private static final double COLLISION_RATIO = 5;
    private static final double LEAST_SAMPLES = 1 << 13;
    private static final double MOST_SAMPLES = 1 << 22;
    private static final double MOST_PRODUCTS = 1L << 38;
    /** The number of active samples whose evaluation costs as much as a training step: there is no backward pass, but samples without an active feature are drawn too. */
    private static final int EVALUATION_BATCH = 1024;

    /** Nanoseconds per multiplication and per element of the streamed W = W_out W_in. */
    private static final double STATISTICS_PRODUCT = 0.05;

    private static final double STATISTICS_ELEMENT = 3;

    /** Features active in a sample of strata in the mean, where hardly any is; with n p in the mean of plain samples half of that come on top. */
    private static final double STRATIFIED_ACTIVE = 1.5;

    /**
     * Seconds to draw a sample of a stratum, which may be more than the step of a small model takes: 23 ns of independent features with equal odds, 31 to 55 ns of
     * others, on one core of an AMD EPYC processor.
     */
    private static final double STRATUM_SAMPLE = 23e-9;

    private static final double STRATUM_SAMPLE_OF_SETS = 42e-9;

    /** A sample costs the norm of the gradient this many times as much as the loss. */
    private static final double GRADIENT_COST = 3;

    private final String kernel;
    private final double factor;
    /** The relative standard error of evaluated losses. */
    private final double precision;

    private CostModel(String kernel, double factor, double precision) {
        this.kernel = kernel;
        this.factor = factor;
        this.precision = precision;
    }

    /**
     * A point that is finished.
     *
     * @param steps it really took
     * @param seconds of training and measuring, summed over the cores at work
     */
    public record Observation(Point point, long steps, double seconds) {}

    /** The uncalibrated model of a kernel: reference, cpu or nd4j, not auto. */
    public static CostModel of(String kernel) {
        StepCost.check(kernel);
        return new CostModel(kernel, 1, MeasureSpec.DEFAULT.precision());
    }

    /** This model times a further factor. */
    public CostModel calibrated(double further) {
        if (!(further > 0 && further < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a factor is positive and finite; got " + further);
        }
        return new CostModel(kernel, factor * further, precision);
    }

    /** This model of a sweep whose losses are evaluated to another relative standard error. */
    public CostModel evaluatedTo(double other) {
        return new CostModel(kernel, factor, other);
    }

    /** The relative standard error of evaluated losses. */
    public double precision() {
        return precision;
    }

    /**
     * This model corrected by the median of actual/predicted, each observation weighing as much as its predicted time: robust against
     * stray values, and right where the time goes. Observations of other kernels do not belong here. Without usable ones the model stays as it
     * is.
     */
    public CostModel calibrated(List<Observation> observations) {
        record Ratio(double value, double weight) {}
        List<Ratio> ratios = observations.stream()
                .filter(observation -> observation.seconds() > 0 && observation.seconds() < Double.POSITIVE_INFINITY)
                .map(observation -> {
                    double predicted = seconds(observation.point(), (double) observation.steps());
                    return new Ratio(observation.seconds() / predicted, predicted);
                })
                .sorted(Comparator.comparingDouble(Ratio::value))
                .toList();
        double half = ratios.stream().mapToDouble(Ratio::weight).sum() / 2;
        double sum = 0;
        for (Ratio ratio : ratios) {
            sum += ratio.weight();
            if (sum >= half) {
                return calibrated(ratio.value());
            }
        }
        return this;
    }

    /** The machine's factor on the table's times. */
    public double factor() {
        return factor;
    }

    /** The kernel whose times these are. */
    public String kernel() {
        return kernel;
    }

    /** Seconds expected of one training step on one core. */
    public double stepSeconds(Layout layout, double density, int batch) {
        return factor * StepCost.seconds(kernel, layout, density, batch);
    }

    /** Seconds expected on one core, from initialisation to the finished row. */
    public double seconds(Point point) {
        return seconds(point, expectedSteps(point));
    }

    /** The steps expected: the most, or as many as a plateau rule is expected to let pass; none for a model that is built. */
    public static double expectedSteps(Point point) {
        if (!point.trained()) {
            return 0;
        }
        TrainingSpec training = point.training();
        return training.stop() == null
                ? training.steps()
                : Math.min(training.steps(), DISTANCE_TO_PLATEAU / training.learningRate());
    }

    /** Seconds of {@link #seconds} that free cores shorten: those of training and evaluation, where a step is long enough to be shared. */
    public double sharedSeconds(Point point) {
        double products = (double) point.n() * point.m();
        double training =
                point.trained() && shares(point.batch() * products) ? expectedSteps(point) * trainingStep(point) : 0;
        return factor * (training + (shares(EVALUATION_BATCH * products) ? evaluation(point) : 0));
    }

    private boolean shares(double multiplications) {
        return kernel.equals(KernelId.CPU.label()) && multiplications >= TeamKernel.LEAST_SHARED;
    }

    private double evaluation(Point point) {
        return (1 + GRADIENT_COST / GradientNorm.SHARE)
                * evaluationSamples(point)
                / EVALUATION_BATCH
                * stepCost(point, EVALUATION_BATCH);
    }

    private double seconds(Point point, double steps) {
        double training = point.trained() ? start(point) + steps * trainingStep(point) : BuildCost.seconds(point);
        return factor * (POINT_SECONDS + training + evaluation(point) + statistics(point));
    }

    /** Seconds that the model takes which training begins with, and its comparison with what training ends at. */
    private double start(Point point) {
        if (!(point.training().init() instanceof Initialisation.Made made)) {
            return 0;
        }
        Objective objective = point.spec().objective();
        double compared = 2 * Initialisation.Made.COMPARED * fastStep(point.layout(), objective);
        double model = made instanceof Initialisation.Code
                ? BuildCost.codes()
                : Growth.sizes(point.layout()).stream()
                        .mapToDouble(size -> smaller(size, objective))
                        .sum();
        return model + compared;
    }

    /** Seconds to train and to compare one of the smaller models that a larger one is made of. */
    private double smaller(Layout size, Objective objective) {
        return (Growth.training(size, objective).steps() + Growth.COMPARED) * fastStep(size, objective);
    }

    /** Seconds of a step of the recipe {@code fast}. */
    private double fastStep(Layout size, Objective objective) {
        TrainingSpec training = Recipe.FAST.training(size, objective);
        double probability = objective.meanProbability(size.n());
        double active = training.sampling() == Sampling.STRATIFIED ? stratified(size.n(), probability) : probability;
        return StepCost.seconds(kernel, size, active, training.batch()) + drawing(training, objective.data());
    }

    private double trainingStep(Point point) {
        return stepCost(point, point.batch()) + drawing(point.training(), point.data());
    }

    /** Seconds to draw a batch, beyond what the cost of a step has of it. */
    private static double drawing(TrainingSpec training, DataSpec data) {
        double sample = training.sampling() == Sampling.PLAIN
                ? 0
                : data.kind() == DataSpec.Kind.INDEPENDENT ? STRATUM_SAMPLE : STRATUM_SAMPLE_OF_SETS;
        return sample * training.batch();
    }

    private double stepCost(Point point, int batch) {
        return StepCost.seconds(kernel, point.layout(), density(point), batch);
    }

    /** The fraction of inputs that are not zero: p, but in strata some two features are active in each sample. */
    private static double density(Point point) {
        boolean stratified = point.trained() && point.training().sampling() == Sampling.STRATIFIED;
        return stratified ? stratified(point.n(), point.activity()) : point.activity();
    }

    private static double stratified(int n, double probability) {
        return Math.min(1, STRATIFIED_ACTIVE / n + probability / 2);
    }

    private double evaluationSamples(Point point) {
        double products = (double) point.n() * point.m();
        double finer = MeasureSpec.DEFAULT.precision() / precision;
        double most =
                Math.max(1, finer * finer) * Math.max(LEAST_SAMPLES, Math.min(MOST_SAMPLES, MOST_PRODUCTS / products));
        double ratio = (double) point.m() / point.n();
        double inactive = 1 - point.activity();
        double wanted = finer
                * finer
                * COLLISION_SAMPLES
                * Math.exp(COLLISION_RATIO * ratio)
                * inactive
                * inactive
                / (point.n() * point.activity());
        return Math.min(most, Math.max(LEAST_SAMPLES, wanted));
    }

    private static double statistics(Point point) {
        double elements = (double) point.n() * point.n();
        return 1e-9 * elements * (STATISTICS_ELEMENT + STATISTICS_PRODUCT * point.m());
    }
}
