package org.superpose.measure;

import org.superpose.data.ActiveCount;
import org.superpose.linear.InteractionSums;
import org.superpose.model.Layout;

/**
 * The mean loss of a linear model over samples with k active features, in closed form for every k. The residual is r_i = Σ_j (δ_ij − W_ij)
 * x_j − b_i, and given k
 *
 * <pre>E x_j = k/(2n),  E x_j² = k/(3n),  E x_j x_l = k(k − 1)/(4n(n − 1)),</pre>
 *
 * so that with s_i = Σ_j (δ_ij − W_ij) and A_i = Σ_j (δ_ij − W_ij)²
 *
 * <pre>E r_i² = (b_i − s_i E x_j)² + s_i² (E x_j x_l − (E x_j)²) + A_i (E x_j² − E x_j x_l).</pre>
 */
final class LinearActiveLoss {
    private final Measurement.Subject subject;
    private final Layout layout;
    private final InteractionSums sums;

    LinearActiveLoss(Measurement.Subject subject) {
        this.subject = subject;
        this.layout = subject.weights().layout();
        this.sums = InteractionSums.of(
                subject.weights().values(), layout.decoder(), layout.encoder(), layout.n(), layout.m());
    }

    /** (1/n) Σ_i I_i E r_i². */
    double of(ActiveCount active) {
        int n = layout.n();
        double count = active.expected(k -> k);
        double mean = count / (2 * n);
        double square = count / (3 * n);
        double product = n == 1 ? 0 : active.expected(k -> k * (k - 1.0)) / (4.0 * n * (n - 1));
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double own = 1 - sums.diagonal[i];
            double s = own - sums.sums[i];
            double energy = own * own + sums.squares[i];
            double centred = subject.weights().bias(i) - s * mean;
            double squares = centred * centred + s * s * (product - mean * mean) + energy * (square - product);
            sum += subject.importance().of(i, n) * squares;
        }
        return sum / n;
    }
}
