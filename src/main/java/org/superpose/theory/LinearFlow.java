package org.superpose.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.superpose.data.RandomStream;
import org.superpose.theory.Spectrum.Eigenspace;
import org.superpose.theory.UntiedGradientFlow.Model;

/**
 * A linear autoencoder on its way from a start to a minimum under gradient flow, measured at given times, beside the closed curve of each
 * mode. Time is that of the loss ½ E‖x − W x‖², see {@link ModeCurve} for its relation to steps of training.
 *
 * <p>The strength of mode k is u_kᵀ W u_k. Eigenvectors of equal eigenvalues are chosen so that the start does not mix them
 * ({@link Spectrum#adaptedTo}).
 */
public final class LinearFlow {
    /** A mode of this strength counts as learned. */
    private static final double LEARNED = 0.99;
    /** How much longer than the slowest closed curve takes the default time is. */
    private static final double MARGIN = 1.25;

    private final Spectrum spectrum;
    private final RealMatrix sigma;
    private final Start start;
    private final boolean tied;

    /**
     * The model on the way.
     *
     * @param time in the units of 1/λ
     * @param loss E‖x − W x‖², the sum over features
     * @param energy ‖𝟙 − W‖²_F by its two terms
     * @param angle by how much the column space of W_out must be turned, at least, to be that of a global minimum, in radians: it must hold all
     *     eigenvectors with λ > λ_m and lie in the span of those with λ ≥ λ_m
     * @param imbalance ‖W_outᵀ W_out − W_in W_inᵀ‖_F, constant along the flow; 0 of a tied model
     * @param strengths u_kᵀ W u_k of all n modes
     */
    public record State(
            double time, double loss, FeatureEnergy energy, double angle, double imbalance, double[] strengths) {}

    /**
     * Where a flow starts.
     *
     * @param model W_out and W_in
     * @param strength of a mode, for those that have no closed curve
     * @param descent the way down from a saddle, null for another start
     */
    public record Start(Model model, double strength, LinearCriticalPoint.Descent descent) {
        /**
         * W_out with entries ~ N(0, strength/m), so that each mode begins with {@code strength} in the mean, and W_in = W_outᵀ.
         *
         * @param seed each number is another draw
         */
        public static Start balanced(int n, int m, double strength, long seed) {
            RealMatrix decoder = normals(n, m, strength, seed, "decoder");
            return new Start(new Model(decoder, decoder.transpose()), strength, null);
        }

        /** W_in is drawn apart from W_out. */
        public static Start independent(int n, int m, double strength, long seed) {
            RealMatrix encoder = normals(n, m, strength, seed, "encoder").transpose();
            return new Start(new Model(normals(n, m, strength, seed, "decoder"), encoder), strength, null);
        }

        /** The first m eigenvectors, each with {@code strength}: every mode then follows its closed curve. */
        public static Start modes(Spectrum spectrum, int m, double strength) {
            RealMatrix decoder = spectrum.basis(IntStream.range(0, m).toArray()).scalarMultiply(Math.sqrt(strength));
            return new Start(new Model(decoder, decoder.transpose()), strength, null);
        }

        /** A saddle, displaced by ε in the direction in which the loss falls most. */
        public static Start saddle(LinearCriticalPoint.Descent descent, double epsilon) {
            double strength = epsilon * epsilon / (1 + epsilon * epsilon);
            return new Start(new Model(descent.decoder(epsilon), descent.encoder(epsilon)), strength, descent);
        }

        private static RealMatrix normals(int n, int m, double strength, long seed, String name) {
            double[] normals = RandomStream.of("linear flow " + seed, name).normals(0, n * m, Math.sqrt(strength / m));
            RealMatrix matrix = new Array2DRowRealMatrix(n, m);
            for (int i = 0; i < n; i++) {
                matrix.setRow(i, Arrays.copyOfRange(normals, i * m, (i + 1) * m));
            }
            return matrix;
        }
    }

    /**
     * A flow.
     *
     * @param spectrum of Σ = E[x xᵀ], λ_1 > 0
     * @param tied whether W_in = W_outᵀ all the way; the start must have it
     */
    public LinearFlow(Spectrum spectrum, Start start, boolean tied) {
        this.spectrum = start.descent == null
                ? spectrum.adaptedTo(start.model.decoder().multiply(start.model.encoder()))
                : spectrum;
        this.start = start;
        this.tied = tied;
        this.sigma = spectrum.vectors()
                .multiply(MatrixUtils.createRealDiagonalMatrix(spectrum.values()))
                .multiply(spectrum.vectors().transpose());
    }

    /** m. */
    private int hidden() {
        return start.model.decoder().getColumnDimension();
    }

    /**
     * The states at the given times. The integration runs in the time λ_1 t, so that the units of the data do not matter.
     *
     * @param times ascending, not negative
     */
    public List<State> at(double... times) {
        double largest = spectrum.values()[0];
        double[] scaled = Arrays.stream(times).map(time -> time * largest).toArray();
        RealMatrix unit = sigma.scalarMultiply(1 / largest);
        List<State> states = new ArrayList<>();
        if (tied) {
            TiedGradientFlow flow = new TiedGradientFlow(unit, start.model.decoder());
            for (RealMatrix decoder : flow.path(scaled)) {
                double loss = largest * flow.loss(decoder);
                states.add(state(times[states.size()], loss, new Model(decoder, decoder.transpose())));
            }
        } else {
            UntiedGradientFlow flow = new UntiedGradientFlow(unit, start.model);
            for (Model model : flow.path(scaled)) {
                states.add(state(times[states.size()], largest * flow.loss(model), model));
            }
        }
        return states;
    }

    private State state(double time, double loss, Model model) {
        RealMatrix w = model.decoder().multiply(model.encoder());
        RealMatrix turned = w.multiply(spectrum.vectors());
        double[] strengths = new double[spectrum.size()];
        Arrays.setAll(strengths, k -> spectrum.vectors().getColumnVector(k).dotProduct(turned.getColumnVector(k)));
        return new State(
                time,
                loss,
                FeatureEnergy.of(w),
                angle(model.decoder()),
                tied ? 0 : model.imbalance().getFrobeniusNorm(),
                strengths);
    }

    private double angle(RealMatrix decoder) {
        Eigenspace last = spectrum.eigenspaces().stream()
                .filter(space -> space.from() + space.dimension() >= hidden())
                .findFirst()
                .orElseThrow();
        int end = last.from() + last.dimension();
        double angle = largest(decoder, spectrum.basis(IntStream.range(0, end).toArray()));
        return last.from() == 0
                ? angle
                : Math.max(
                        angle,
                        largest(
                                decoder,
                                spectrum.basis(IntStream.range(0, last.from()).toArray())));
    }

    private static double largest(RealMatrix a, RealMatrix b) {
        double[] angles = PrincipalAngles.between(a, b);
        return angles[angles.length - 1];
    }

    /**
     * What theory says of the strength of mode k: from a saddle along its way down {@link #fromSaddle}, from elsewhere its {@link
     * ModeCurve}, which is exact for a start along eigenvectors and else ignores that modes compete for hidden dimensions.
     *
     * @return null where there is no closed curve: where a strength begins at or below 0, for an eigenvalue 0, or of an untied model at a saddle
     */
    public DoubleUnaryOperator curve(int k) {
        if (start.descent != null) {
            return tied ? fromSaddle(k) : null;
        }
        ModeCurve curve = mode(k);
        return curve == null ? null : curve::at;
    }

    private ModeCurve mode(int k) {
        RealMatrix u = spectrum.basis(k);
        double strength = u.transpose()
                .multiply(start.model.decoder())
                .multiply(start.model.encoder().multiply(u))
                .getEntry(0, 0);
        double eigenvalue = spectrum.values()[k];
        return strength > 0 && eigenvalue > 0 ? ModeCurve.ofAutoencoder(eigenvalue, strength) : null;
    }

    /**
     * A tied model that starts as a projector stays one, since W' = ΣW + WΣ − 2WΣW: from the saddle I the direction u_i turns into u_j, with
     * s_j' = 2(λ_j − λ_i) s_j (1 − s_j) and s_i = 1 − s_j, and all other strengths stay what they are, 0 or 1.
     */
    private DoubleUnaryOperator fromSaddle(int k) {
        LinearCriticalPoint.Descent descent = start.descent;
        ModeCurve gained = gained();
        if (k == descent.gained()) {
            return gained::at;
        }
        if (k == descent.lost()) {
            return time -> 1 - gained.at(time);
        }
        double constant = Arrays.stream(descent.saddle().kept()).anyMatch(kept -> kept == k) ? 1 : 0;
        return time -> constant;
    }

    private ModeCurve gained() {
        double[] values = spectrum.values();
        return new ModeCurve(start.strength, 1, values[start.descent.gained()] - values[start.descent.lost()]);
    }

    /** A time at which the first m modes, or the way down from the saddle, should be learned, after their closed curves. */
    public double horizon() {
        double latest = 1 / spectrum.values()[0];
        if (start.descent != null) {
            return MARGIN * Math.max(latest, gained().timeOf(LEARNED));
        }
        for (int k = 0; k < hidden(); k++) {
            ModeCurve mode = mode(k);
            if (spectrum.values()[k] > 0) {
                ModeCurve curve = mode == null || mode.start() >= LEARNED
                        ? ModeCurve.ofAutoencoder(spectrum.values()[k], start.strength)
                        : mode;
                latest = Math.max(latest, curve.timeOf(LEARNED));
            }
        }
        return MARGIN * latest;
    }
}
