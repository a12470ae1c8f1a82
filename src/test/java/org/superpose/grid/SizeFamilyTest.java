package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.superpose.config.Origin;
import org.superpose.config.Spec;
import org.superpose.construct.Construction;
import org.superpose.data.DataSpec;
import org.superpose.data.Objective;
import org.superpose.kernel.AdamRule;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.train.Initialisation;
import org.superpose.train.Recipe;
import org.superpose.train.Sampling;
import org.superpose.train.Schedule;
import org.superpose.train.TrainingSpec;
import org.superpose.train.UsualTraining;

class SizeFamilyTest {
    private static final DataSpec INDEPENDENT = new DataSpec(DataSpec.Kind.INDEPENDENT);

    private static Point point(int n, OutputFunction output, DataSpec data, Recipe recipe, TrainingSpec training) {
        ModelSpec model = new ModelSpec(false, Activation.IDENTITY, output, true);
        return Identity.point(
                new Spec(
                        n,
                        n / 4,
                        0.25,
                        new Objective(data, 0.05, new Importance.Decay(1)),
                        model,
                        new Origin.Trained(recipe.label(), training)),
                0);
    }

    private static String family(int n, Recipe recipe, int steps, double rate) {
        TrainingSpec usual = UsualTraining.of(recipe, n, n / 4, 0.05);
        TrainingSpec training = new TrainingSpec(
                usual.sampling(),
                usual.batch(),
                steps == 0 ? usual.starts() : 1,
                steps == 0 ? usual.steps() : steps,
                rate == 0 ? usual.learningRate() : rate,
                steps == 0
                        ? usual.schedule()
                        : new Schedule(
                                usual.schedule().kind(),
                                Math.min(usual.schedule().warmup(), steps / 10)),
                usual.rule(),
                usual.init(),
                usual.stop());
        Point point = point(n, OutputFunction.RELU, INDEPENDENT, recipe, training);
        return SizeFamily.of(point.parameters(), recipe.label());
    }

    @Test
    void whatARecipeMakesOfTheSizeIsNoDifference() {
        for (Recipe recipe : Recipe.values()) {
            assertThat(family(32, recipe, 0, 0)).isEqualTo(family(1024, recipe, 0, 0));
        }
        assertThat(family(32, Recipe.FAST, 0, 0)).isNotEqualTo(family(32, Recipe.PAPER, 0, 0));
    }

    /** The steps are overridden, so the warm-up follows from them at one size and from the recipe at the other. */
    @Test
    void overridesAreOneFamilyAtAllSizes() {
        String overridden = family(32, Recipe.FAST, 500, 0.01);
        assertThat(overridden).isEqualTo(family(2048, Recipe.FAST, 500, 0.01));
        assertThat(overridden).isNotEqualTo(family(32, Recipe.FAST, 0, 0.01));
        assertThat(overridden).contains("\"steps\":500").contains("\"learningRate\":0.01");
        assertThat(family(32, Recipe.FAST, 500, 0.02)).isNotEqualTo(overridden);
    }

    /** At p = 0.05 the recipe draws strata up to n = 40. */
    @Test
    void strataAreNoDifferenceWhereTheRecipeDrawsThem() {
        TrainingSpec small = UsualTraining.of(Recipe.FAST, 32, 8, 0.05);
        assertThat(small.sampling()).isEqualTo(Sampling.STRATIFIED);
        TrainingSpec large = UsualTraining.of(Recipe.FAST, 1024, 256, 0.05);
        assertThat(large.sampling()).isEqualTo(Sampling.PLAIN);
        String usual = family(32, small);
        assertThat(family(1024, large)).isEqualTo(usual).doesNotContain("sampling");
        assertThat(family(32, sampled(32, Sampling.PLAIN))).isNotEqualTo(usual).contains("\"sampling\":\"plain\"");
        assertThat(family(1024, sampled(1024, Sampling.STRATIFIED))).isNotEqualTo(usual);
    }

    /** The recipe has four starts at n = 32 and one at 1024. */
    @Test
    void startsAreNoDifferenceWhereTheRecipeHasThem() {
        TrainingSpec small = UsualTraining.of(Recipe.FAST, 32, 8, 0.05);
        TrainingSpec single = new TrainingSpec(
                small.sampling(),
                small.batch(),
                1,
                small.steps(),
                small.learningRate(),
                small.schedule(),
                small.rule(),
                small.init(),
                null);
        assertThat(small.starts()).isEqualTo(4);
        assertThat(family(32, small))
                .isEqualTo(family(1024, UsualTraining.of(Recipe.FAST, 1024, 256, 0.05)))
                .doesNotContain("starts");
        assertThat(family(32, single)).contains("\"starts\":1");
    }

    private static TrainingSpec sampled(int n, Sampling sampling) {
        Point usual =
                point(n, OutputFunction.RELU, INDEPENDENT, Recipe.FAST, UsualTraining.of(Recipe.FAST, n, n / 4, 0.05));
        return Recipe.FAST.training(usual.layout(), usual.spec().objective(), sampling);
    }

    private static String family(int n, TrainingSpec training) {
        return SizeFamily.of(
                point(n, OutputFunction.RELU, INDEPENDENT, Recipe.FAST, training)
                        .parameters(),
                "fast");
    }

    /** Rows that the recipe fast made while it had the laws of quick say fast too. */
    @Test
    void rowsOfTheFormerRecipeAreOneFamily() {
        String former = family(32, UsualTraining.of(Recipe.QUICK, 32, 8, 0.05));
        assertThat(family(1024, UsualTraining.of(Recipe.QUICK, 1024, 256, 0.05)))
                .isEqualTo(former)
                .doesNotContain("steps", "learningRate");
        assertThat(former).isNotEqualTo(family(32, Recipe.FAST, 0, 0));
        assertThat(family(1024, decaying(1024)))
                .isEqualTo(family(64, decaying(64)))
                .contains("\"weightDecay\":0.1");
    }

    private static TrainingSpec decaying(int n) {
        TrainingSpec quick = UsualTraining.of(Recipe.QUICK, n, n / 4, 0.05);
        AdamRule rule = new AdamRule(quick.rule().beta1(), 0.99, 1e-8, 0.1);
        return new TrainingSpec(
                quick.sampling(),
                quick.batch(),
                quick.steps(),
                quick.learningRate(),
                quick.schedule(),
                rule,
                quick.init(),
                null);
    }

    @Test
    void theLargestOutputsAreAsManyAsUsual() {
        String[] families = new String[3];
        for (int k = 0; k < 3; k++) {
            int n = 64 << k;
            OutputFunction usual = OutputFunction.standard(OutputFunction.Kind.TOP_K, n, 0.05);
            OutputFunction output = k < 2 ? usual : new OutputFunction(OutputFunction.Kind.TOP_K, 3);
            TrainingSpec training = UsualTraining.of(Recipe.FAST, n, n / 4, 0.05);
            families[k] = SizeFamily.of(
                    point(n, output, INDEPENDENT, Recipe.FAST, training).parameters(), "fast");
        }
        assertThat(families[0]).isEqualTo(families[1]).doesNotContain("\"k\"");
        assertThat(families[2]).contains("\"k\":3");
    }

    @Test
    void densitiesAndDecaysAreKeysOfTheirOwnButSetsAreNot() {
        String plain = family(32, Recipe.FAST, 0, 0);
        assertThat(plain).doesNotContain("density").doesNotContain("decay\":1").doesNotContain("\"n\"");
        DataSpec sets = new DataSpec(DataSpec.Kind.CORRELATED, 4, null, 0);
        TrainingSpec training = UsualTraining.of(Recipe.FAST, 32, 8, 0.05);
        Point point = point(32, OutputFunction.RELU, sets, Recipe.FAST, training);
        assertThat(SizeFamily.of(point.parameters(), "fast"))
                .contains("\"size\":4")
                .isNotEqualTo(plain);
    }

    @Test
    void builtModelsHaveNoRecipe() {
        Point point =
                point(64, OutputFunction.RELU, INDEPENDENT, Recipe.FAST, UsualTraining.of(Recipe.FAST, 64, 16, 0.05));
        Point other =
                point(128, OutputFunction.RELU, INDEPENDENT, Recipe.FAST, UsualTraining.of(Recipe.FAST, 128, 32, 0.05));
        String rug = SizeFamily.of(Identity.built(point, new Construction.Rug()).parameters(), null);
        assertThat(rug)
                .isEqualTo(SizeFamily.of(
                        Identity.built(other, new Construction.Rug()).parameters(), null))
                .contains("\"kind\":\"rug\"");
    }

    /** Up to n = 64 the recipe has several starts, and a start that is made is one. */
    @Test
    void startsThatAreMadeAreOneFamilyEach() {
        String code = made(32, new Initialisation.Code(0, 1));
        assertThat(made(128, new Initialisation.Code(0, 1))).isEqualTo(code);
        assertThat(made(32, new Initialisation.Grown(0, 1))).isNotEqualTo(code);
        assertThat(made(32, new Initialisation.Code(0.02, 1))).isNotEqualTo(code);
        assertThat(family(32, Recipe.FAST, 0, 0)).isNotEqualTo(code);
    }

    private static String made(int n, Initialisation init) {
        TrainingSpec usual = UsualTraining.of(Recipe.FAST, n, n / 4, 0.05);
        TrainingSpec training = new TrainingSpec(
                usual.sampling(),
                usual.batch(),
                usual.steps(),
                usual.learningRate(),
                usual.schedule(),
                usual.rule(),
                init,
                usual.stop());
        Point point = point(n, OutputFunction.RELU, INDEPENDENT, Recipe.FAST, training);
        return SizeFamily.of(point.parameters(), Recipe.FAST.label());
    }

    /** Of which models it is composed follows from the size, whether they are copies or a mixture. */
    @Test
    void tiledModelsAreOneFamily() {
        Point point =
                point(64, OutputFunction.RELU, INDEPENDENT, Recipe.FAST, UsualTraining.of(Recipe.FAST, 64, 16, 0.05));
        Construction.Copies one = new Construction.Copies("1f", 2, null);
        Construction.Copies other = new Construction.Copies("2f", 3, null);
        String copies = tiled(point, List.of(one));
        assertThat(tiled(point, List.of(one, other))).isEqualTo(copies).contains("\"kind\":\"tiled\"");
        assertThat(tiled(point, List.of(other))).isEqualTo(copies);
    }

    private static String tiled(Point point, List<Construction.Copies> blocks) {
        Point tiled = Identity.built(point, new Construction.Tiled(blocks, List.of()));
        return SizeFamily.of(tiled.parameters(), null);
    }

    @Test
    void whatIsNotOursIsComparedAsFarAsItGoes() {
        assertThat(SizeFamily.of(null, null)).isEqualTo("{}");
        assertThat(SizeFamily.of("{", "fast")).isEqualTo("{");
        assertThat(SizeFamily.of("[1]", "fast")).isEqualTo("[1]");
        String old = "{\"algo_version\":1,\"n\":%d,\"importance\":{\"decay\":0.5},\"model\":{\"tied\":true},"
                + "\"training\":{\"batch\":64,\"steps\":%d,\"schedule\":{\"kind\":\"cosine\",\"warmup\":%d}}}";
        assertThat(SizeFamily.of(old.formatted(8, 160, 16), "fast"))
                .isEqualTo(SizeFamily.of(old.formatted(64, 320, 32), "fast"))
                .isEqualTo("{\"algo_version\":1,\"model\":{\"tied\":true},"
                        + "\"training\":{\"batch\":64,\"schedule\":{\"kind\":\"cosine\"}}}");
    }
}
