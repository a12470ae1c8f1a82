package org.superpose.grid;

import java.util.Locale;
import java.util.Optional;
import org.superpose.config.Origin;
import org.superpose.config.Spec;
import org.superpose.train.Recipe;
import org.superpose.train.Sampling;
import org.superpose.train.TrainingSpec;

/** The point that the same settings gave before there were strata: its batches are plain, and what follows from that is as it was. */
public final class FormerPoint {
    private FormerPoint() {}

    /** The former point; empty where the settings give the same as ever. */
    public static Optional<Point> of(Point point) {
        Spec spec = point.spec();
        if (!(spec.origin() instanceof Origin.Trained trained)
                || trained.recipe() == null
                || trained.training().sampling() == Sampling.PLAIN) {
            return Optional.empty();
        }
        Recipe recipe = Recipe.valueOf(trained.recipe().toUpperCase(Locale.ROOT));
        TrainingSpec usual = recipe.training(point.layout(), spec.objective(), Sampling.STRATIFIED);
        TrainingSpec former = recipe.training(point.layout(), spec.objective(), Sampling.PLAIN);
        Origin.Trained plain = new Origin.Trained(trained.recipe(), plain(trained.training(), usual, former));
        return Optional.of(Identity.point(
                new Spec(spec.n(), spec.m(), spec.ratioNominal(), spec.objective(), spec.model(), plain),
                point.seed()));
    }

    /** What was the recipe's own is the former recipe's; what was given stays. */
    private static TrainingSpec plain(TrainingSpec training, TrainingSpec usual, TrainingSpec former) {
        return new TrainingSpec(
                Sampling.PLAIN,
                training.batch(),
                training.steps() == usual.steps() ? former.steps() : training.steps(),
                training.learningRate(),
                training.schedule().equals(usual.schedule()) ? former.schedule() : training.schedule(),
                training.rule(),
                training.init(),
                training.stop());
    }
}
