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

    /** The relative precision to which values are known. */
    private static final double ROUNDING = 1e-8;

    /** Misfits at the ends of an interval are equal but for rounding. */
    private static final double SLACK = 1 + 1e-9;

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
            return unfitted(Status.TOO_FEW_SIZES, new Tests(Double.NaN, Double.NaN, Double.NaN));
        }
        double growth = Search.minimumOfGrowth(alpha -> at(alpha).free());
        double decay = at(Search.argmin(alpha -> at(alpha).free())).free();
        Scatter anyway = Scatter.of(data, within(), Math.min(growth, decay), 3, rounding());
        double trend = anyway.trendPvalue(ofConstant() - Math.min(growth, decay));
        double sizes = Scatter.sizesPvalue(data, within(), ofConstant(), rounding());
        Tests tests = new Tests(sizes, trend, anyway.misfitPvalue());
        if (!Scatter.significant(data.replicates() > 0 ? sizes : trend)) {
            return unfitted(Status.NO_TREND, tests);
        }
        if (!Scatter.significant(trend)) {
            return unfitted(Status.MISFIT, tests);
        }
        PowerLaw best = at(Search.argmin(alpha -> at(alpha).misfit()));
        if (growth + anyway.room() < best.misfit()) {
            return unfitted(Status.NO_LIMIT, tests);
        }
        Scatter scatter = Scatter.of(data, within(), best.misfit(), best.held() ? 2 : 3, rounding());
        return new Reach(best, scatter.room()).fitted(new Tests(sizes, trend, scatter.misfitPvalue()));
    }

    /** P-values, as {@link FiniteSizeFit} has them. */
    private record Tests(double sizes, double trend, double misfit) {}

    /** What lies within reach of the best power law: profiles over the exponents that do. */
    private final class Reach {
        private final double best;
        private final double room;
        private final double most;
        private final double low;
        private final double high;
        private final List<PowerLaw> profile = new ArrayList<>();

        Reach(PowerLaw law, double room) {
            this.best = law.alpha() < NEAR_ZERO ? 0 : law.alpha();
            this.room = room;
            this.most = law.misfit() + room;
            this.low = Search.lowest(alpha -> at(alpha).misfit(), best, most);
            this.high = Search.highest(alpha -> at(alpha).misfit(), best, most);
            profile.add(at(Math.max(NEAR_ZERO, best)));
            IntStream.rangeClosed(0, PROFILE)
                    .mapToObj(k -> at(Math.max(NEAR_ZERO, low + (high - low) * k / PROFILE)))
                    .filter(other -> other.misfit() <= most * SLACK)
                    .forEach(profile::add);
        }

        FiniteSizeFit fitted(Tests tests) {
            ConfidenceInterval alpha = new ConfidenceInterval(best, low, ended(high));
            ConfidenceInterval limit = limit();
            boolean open = low == 0 || high >= Search.STEEPEST;
            return new FiniteSizeFit(
                    open ? Status.OPEN : Scatter.isMisfit(tests.misfit) ? Status.MISFIT : Status.FITTED,
                    data.sizes(),
                    data.values(),
                    alpha,
                    limit.times(data.unit()),
                    amplitude().times(data.unit()),
                    limit.holds(0) ? vanishing() : null,
                    tests.sizes,
                    tests.trend,
                    tests.misfit,
                    band());
        }

        /** A_∞ = B + D/α: as α nears 0 it is as large as one likes of any D &gt; 0, and as small, or 0 where it cannot be less, of any D &lt; 0. */
        private ConfidenceInterval limit() {
            ConfidenceInterval limit = interval(PowerLaw::limit);
            ConfidenceInterval bounded = nonnegative ? limit.nonnegative() : limit;
            if (low > 0) {
                return bounded;
            }
            double least = nonnegative ? 0 : Double.NEGATIVE_INFINITY;
            return new ConfidenceInterval(
                    Double.NaN,
                    at(0).canSlope(-1, most) ? least : bounded.low(),
                    at(0).canSlope(1, most) ? Double.POSITIVE_INFINITY : bounded.high());
        }

        /** c = −D/α n₁^α near α = 0; what only the first size tells of a steep fall may be anything. */
        private ConfidenceInterval amplitude() {
            ConfidenceInterval amplitude = interval(PowerLaw::amplitude);
            boolean steep = high >= Search.STEEPEST;
            boolean above = low == 0 && !nonnegative && at(0).canSlope(-1, most);
            boolean below = low == 0 && at(0).canSlope(1, most);
            return new ConfidenceInterval(
                    low == 0 ? Double.NaN : amplitude.estimate(),
                    below || (steep && amplitude.low() < 0) ? Double.NEGATIVE_INFINITY : amplitude.low(),
                    above || (steep && amplitude.high() > 0) ? Double.POSITIVE_INFINITY : amplitude.high());
        }

        private ConfidenceInterval interval(Function<PowerLaw, PowerLaw.Quantity> asked) {
            double least = Double.POSITIVE_INFINITY;
            double greatest = Double.NEGATIVE_INFINITY;
            for (PowerLaw law : profile) {
                PowerLaw.Quantity quantity = asked.apply(law);
                least = Math.min(least, law.extreme(quantity, most, -1));
                greatest = Math.max(greatest, law.extreme(quantity, most, 1));
            }
            double estimate = profile.get(0).estimate(asked.apply(profile.get(0)));
            return new ConfidenceInterval(estimate, Math.min(least, estimate), Math.max(greatest, estimate));
        }

        /** α where A_∞ = 0. */
        private ConfidenceInterval vanishing() {
            double estimate = Search.argmin(alpha -> at(alpha).zero());
            double reach = at(estimate).zero() + room;
            return new ConfidenceInterval(
                    estimate,
                    Search.lowest(alpha -> at(alpha).zero(), estimate, reach),
                    ended(Search.highest(alpha -> at(alpha).zero(), estimate, reach)));
        }

        /** At the sizes and half-way between. */
        private List<BandPoint> band() {
            List<BandPoint> band = new ArrayList<>();
            for (int k = 0; k < logs.length; k++) {
                if (k > 0) {
                    band.add(bandPoint(Math.exp(0.5 * (logs[k - 1] + logs[k]))));
                }
                band.add(bandPoint(data.size()[k]));
            }
            return band;
        }

        private BandPoint bandPoint(double n) {
            ConfidenceInterval value = interval(law -> law.value(n)).times(data.unit());
            return new BandPoint(n, nonnegative ? value.nonnegative() : value);
        }
    }

    private static double ended(double high) {
        return high < Search.STEEPEST ? high : Double.POSITIVE_INFINITY;
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

    private FiniteSizeFit unfitted(Status status, Tests tests) {
        return new FiniteSizeFit(
                status,
                data.sizes(),
                data.values(),
                null,
                null,
                null,
                null,
                tests.sizes,
                tests.trend,
                tests.misfit,
                List.of());
    }
}
