package org.superpose.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.superpose.measure.LossByActiveFeatures;
import org.superpose.measure.MeasureSpec;

/**
 * What a sweep file can ask, under {@code measure}, to be measured and kept of its models, each declared once: key, what it may hold, default and its
 * sentence of documentation. None of it is a part of what a model is.
 */
enum MeasureSetting {
    FEATURES(
            new Kind.Flag(),
            MeasureSpec::features,
            "The statistics of every feature are kept, in the column `features`."),
    CURVE(
            new Kind.Whole(0, 10_000),
            MeasureSpec::curve,
            "The learning curve is kept with at most this many points, in the column `curve`; 0 keeps none."),
    WEIGHTS(new Kind.Flag(), MeasureSpec::weights, "The weights are kept, in the column `weights`."),
    ACTIVE(
            new Kind.Whole(0, LossByActiveFeatures.MOST),
            MeasureSpec::active,
            "The loss of samples with 1, 2, … K active features is told apart, for independent data; 0 tells none apart."),
    L1(
            new Kind.Whole(0, 10_000_000),
            MeasureSpec::l1,
            "This many samples are also decoded by basis pursuit on the trained encoder, for the column `l1`; 0 decodes none. A finished model that"
                    + " has any is not decoded again for more."),
    GEOMETRY(
            new Kind.Flag(),
            MeasureSpec::geometry,
            "Direct sums of features, their shapes, holes and the decoder's regions are measured, in the column `geometry`. It takes some seconds from"
                    + " n = 200 on, and more where m is large too; `plan` does not count them."),
    TRAJECTORY(
            new Kind.Whole(0, 10_000),
            MeasureSpec::trajectory,
            "Every feature is recorded at this many steps of training at most; 0 records none. With three or more, the steps 0, 1 and the last are among"
                    + " them, and early ones follow one another until a constant ratio takes over; two are 0 and the last, and one is the last. At most 2²⁴"
                    + " numbers a row are recorded."),
    TRAJECTORY_WEIGHTS(new Kind.Flag(), MeasureSpec::trajectoryWeights, "The weights are recorded at those steps too."),
    PRECISION(
            Kind.Real.closed(MeasureSpec.FINEST, MeasureSpec.COARSEST),
            MeasureSpec::precision,
            "The loss is evaluated until its standard error is this share of it. Half of it takes four times as many samples, and so does `grad_norm`."
                    + " It is no part of what a model is: a finished model is not evaluated again for another precision, and `loss_stderr` says"
                    + " what was reached.");

    @SuppressWarnings("ImmutableEnumChecker") // every Kind is a record of immutable values
    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a method of a record has no state
    private final Function<MeasureSpec, Object> value;

    private final String sentence;

    MeasureSetting(Kind kind, Function<MeasureSpec, Object> value, String sentence) {
        this.kind = kind;
        this.value = value;
        this.sentence = sentence;
    }

    /** The key in the section {@code measure}. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    Kind kind() {
        return kind;
    }

    /** What it means, in whole sentences of Markdown. */
    String sentence() {
        return sentence;
    }

    /** The value where none is given: Integer, Double or Boolean. */
    Object standard() {
        return value.apply(MeasureSpec.DEFAULT);
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(MeasureSetting::key).toList();
    }
}
