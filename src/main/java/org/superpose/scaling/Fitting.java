package org.superpose.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** One fit: the profile of the misfit over the exponent, its minimum, and what lies within reach of it. */
final class Fitting {
    /** At α = 0 the limit is infinite; this is as near as it is followed. */
    private static final double NEAR_ZERO = 1e-4;

    /** Exponents at which the other quantities are bounded. */
    private static final int PROFILE = 48;

    /** Values are known to so much of themselves. */
    private static final double ROUNDING = 1e-8;

    private final Replicates data;
    private final boolean nonnegative;
    private final double[] logs;
    private final double[] weights;

    Fitting(Replicates data, boolean nonnegative) {
        this.data = data;
        this.nonnegative = nonnegative && DoubleStream.of(data.mean()).allMatch(y -> y >= 0);
        this.logs = DoubleStream.of(data.size()).map(Math::log).toArray();
        double[] single = ErrorModel.weights(data, this.nonnegative);
        this.weights = IntStream.range(0, single.length)
                .mapToDouble(k -> single[k] * data.count()[k])
                .toArray();
    }

    FiniteSizeFit result() {
        if (data.sizes() < FiniteSizeFit.LEAST_SIZES) {
            return unfitted(Status.TOO_FEW_SIZES, Double.NaN, Double.NaN);
        }
        double least = Search.leastValue(alpha -> at(alpha).free());
        Scatter anyway = Scatter.of(data, within(), least, 3, rounding());
        double trend = anyway.trendPvalue(ofConstant() - least);
        if (!Scatter.significant(trend)) {
            return unfitted(Status.NO_TREND, trend, anyway.misfitPvalue());
        }
        PowerLaw best = at(Search.least(alpha -> at(alpha).misfit()));
        if (best.alpha() < NEAR_ZERO) {
            return unfitted(Status.NO_LIMIT, trend, anyway.misfitPvalue());
        }
        Scatter scatter = Scatter.of(data, within(), best.misfit(), best.held() ? 2 : 3, rounding());
        return fitted(best, scatter, trend);
    }

    private FiniteSizeFit fitted(PowerLaw best, Scatter scatter, double trend) {
        double most = best.misfit() + scatter.room();
        double low = Search.lowest(alpha -> at(alpha).misfit(), best.alpha(), most);
        double high = Search.highest(alpha -> at(alpha).misfit(), best.alpha(), most);
        Interval alpha = new Interval(best.alpha(), low, high < Search.STEEPEST ? high : Double.POSITIVE_INFINITY);
        List<PowerLaw> profile = new ArrayList<>(List.of(best));
        for (int k = 0; k <= PROFILE; k++) {
            profile.add(at(Math.max(NEAR_ZERO, low + (high - low) * k / PROFILE)));
        }
        Interval limit = interval(profile, PowerLaw::limit, most);
        Interval amplitude = interval(profile, PowerLaw::amplitude, most);
        if (low == 0) {
            limit = limit.unbounded(at(0).slope() > 0);
            amplitude = amplitude.unbounded(at(0).slope() < 0);
        }
        if (high >= Search.STEEPEST) {
            amplitude = amplitude.unbounded(amplitude.estimate() > 0);
        }
        boolean open = low == 0 || high >= Search.STEEPEST;
        return new FiniteSizeFit(
                scatter.isMisfit() ? Status.MISFIT : open ? Status.OPEN : Status.FITTED,
                data.sizes(),
                data.values(),
                alpha,
                limit,
                amplitude,
                limit.holds(0) ? vanishing(scatter.room()) : null,
                trend,
                scatter.misfitPvalue(),
                band(profile, most));
    }

    private static Interval interval(List<PowerLaw> profile, Function<PowerLaw, PowerLaw.Quantity> asked, double most) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (PowerLaw law : profile) {
            PowerLaw.Quantity quantity = asked.apply(law);
            low = Math.min(low, law.extreme(quantity, most, -1));
            high = Math.max(high, law.extreme(quantity, most, 1));
        }
        double estimate = profile.get(0).estimate(asked.apply(profile.get(0)));
        return new Interval(estimate, Math.min(low, estimate), Math.max(high, estimate));
    }

    /** α where A_∞ = 0. */
    private Interval vanishing(double room) {
        double best = Search.least(alpha -> at(alpha).zero());
        double most = at(best).zero() + room;
        double low = Search.lowest(alpha -> at(alpha).zero(), best, most);
        double high = Search.highest(alpha -> at(alpha).zero(), best, most);
        return new Interval(best, low, high < Search.STEEPEST ? high : Double.POSITIVE_INFINITY);
    }

    /** At the sizes and half-way between. */
    private List<BandPoint> band(List<PowerLaw> profile, double most) {
        List<BandPoint> band = new ArrayList<>();
        for (int k = 0; k < logs.length; k++) {
            if (k > 0) {
                double between = Math.exp(0.5 * (logs[k - 1] + logs[k]));
                band.add(new BandPoint(between, interval(profile, law -> law.value(between), most)));
            }
            double n = data.size()[k];
            band.add(new BandPoint(n, interval(profile, law -> law.value(n), most)));
        }
        return band;
    }

    private PowerLaw at(double alpha) {
        return PowerLaw.at(alpha, logs, data.mean(), weights, nonnegative);
    }

    private double ofConstant() {
        double mean = at(0).meanY();
        return sum(k -> weights[k] * (data.mean()[k] - mean) * (data.mean()[k] - mean));
    }

    private double within() {
        return sum(k -> weights[k] / data.count()[k] * data.squares()[k]);
    }

    private double rounding() {
        return sum(k -> weights[k] * Math.pow(ROUNDING * data.mean()[k], 2));
    }

    private double sum(IntToDoubleFunction term) {
        return IntStream.range(0, logs.length).mapToDouble(term).sum();
    }

    private FiniteSizeFit unfitted(Status status, double trendPvalue, double misfitPvalue) {
        return new FiniteSizeFit(
                status, data.sizes(), data.values(), null, null, null, null, trendPvalue, misfitPvalue, List.of());
    }
}
