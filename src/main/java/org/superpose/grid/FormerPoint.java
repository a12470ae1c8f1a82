package org.superpose.grid;

import java.util.List;
import java.util.stream.Stream;
import org.superpose.config.Origin;
import org.superpose.config.Spec;
import org.superpose.kernel.AdamRule;
import org.superpose.train.Recipe;
import org.superpose.train.Sampling;
import org.superpose.train.Schedule;
import org.superpose.train.TrainingSpec;

/**
 * The points that the same settings gave before the recipe {@code fast} took as many steps as it does: with what the recipe {@code quick} has kept of it, and
 * with plain batches, or with strata where it drew them for a while. A setting that is given, and happens to be what the recipe of today would take,
 * is not told from one that is not given.
 */
public final class FormerPoint {
    private FormerPoint() {}

    /** The former points; none where the settings give the same as ever. */
    public static List<Point> of(Point point) {
        Spec spec = point.spec();
        if (!(spec.origin() instanceof Origin.Trained trained)) {
            return List.of();
        }
        TrainingSpec training = trained.training();
        if (Recipe.FAST.label().equals(trained.recipe())) {
            TrainingSpec plain = former(point, Recipe.FAST, Sampling.PLAIN);
            TrainingSpec same = former(point, Recipe.FAST, training.sampling());
            return Stream.of(plain, same)
                    .distinct()
                    .map(former -> with(point, trained, former))
                    .toList();
        }
        boolean stratified = training.sampling() == Sampling.STRATIFIED;
        return stratified && Recipe.QUICK.label().equals(trained.recipe())
                ? List.of(with(point, trained, former(point, Recipe.QUICK, Sampling.PLAIN)))
                : List.of();
    }

    private static TrainingSpec former(Point point, Recipe recipe, Sampling sampling) {
        TrainingSpec training = point.training();
        TrainingSpec usual = recipe.training(point.layout(), point.objective(), training.sampling());
        return former(training, usual, Recipe.QUICK.training(point.layout(), point.objective(), sampling));
    }

    private static Point with(Point point, Origin.Trained trained, TrainingSpec training) {
        Spec spec = point.spec();
        Origin.Trained replaced = new Origin.Trained(trained.recipe(), training);
        return Identity.point(
                new Spec(spec.n(), spec.m(), spec.ratioNominal(), spec.objective(), spec.model(), replaced),
                point.seed());
    }

    /** What was the recipe's own is the former recipe's; what was given stays. */
    private static TrainingSpec former(TrainingSpec training, TrainingSpec usual, TrainingSpec former) {
        int steps = training.steps() == usual.steps() ? former.steps() : training.steps();
        return new TrainingSpec(
                former.sampling(),
                training.batch() == usual.batch() ? former.batch() : training.batch(),
                steps,
                choose(training.learningRate(), usual.learningRate(), former.learningRate()),
                new Schedule(training.schedule().kind(), warmup(training, usual, former, steps)),
                former(training.rule(), usual.rule(), former.rule()),
                training.init(),
                training.stop());
    }

    private static int warmup(TrainingSpec training, TrainingSpec usual, TrainingSpec former, int steps) {
        int given = training.schedule().warmup();
        int share = TrainingChoice.WARMUP_SHARE;
        boolean own = given == Math.min(usual.schedule().warmup(), training.steps() / share);
        return own ? Math.min(former.schedule().warmup(), steps / share) : given;
    }

    private static AdamRule former(AdamRule rule, AdamRule usual, AdamRule former) {
        return new AdamRule(
                choose(rule.beta1(), usual.beta1(), former.beta1()),
                choose(rule.beta2(), usual.beta2(), former.beta2()),
                rule.epsilon(),
                rule.weightDecay());
    }

    private static double choose(double value, double usual, double former) {
        return value == usual ? former : value;
    }
}
