package org.superpose.construct;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.superpose.codes.Code;
import org.superpose.codes.Mixture;
import org.superpose.data.DataSpec;
import org.superpose.data.RandomStream;
import org.superpose.model.Layout;
import org.superpose.model.Weights;
import org.superpose.theory.SymmetricFit;

/** W = D Eᵀ of a code. Its best scale and bias tend to 1 and 0 as p → 0, where one active feature alone matters, and a code reproduces that exactly. */
final class CodeFit extends FrameFit {
    /** Times the square of the largest noise: beyond the b/a of any best model. */
    private static final double FAR = 100;

    /**
     * Where fewer features are active in the mean, a = 1 and b = 0: a fit would gain this share of the loss, but the loss of samples is known to some 1e-16 of p/3
     * only, and so b to 1e-6, which loses 1e-12 p.
     */
    private static final double RARE = 1e-9;

    private final Code code;
    private final double[] hidden;

    private CodeFit(Code code) {
        this.code = code;
        this.hidden = new double[code.dimensions()];
    }

    /** The model of a mixture of codes; each has a scale and a bias of its own, fitted to samples of the stream {@code fit} of the model key and its name. */
    static Weights weights(Mixture mixture, String modelKey, Layout layout, DataSpec data, double density) {
        List<Tiles.Part> blocks = new ArrayList<>();
        for (Mixture.Part part : mixture.parts()) {
            Code code = part.code();
            Layout size = new Layout(layout.spec(), code.features(), code.dimensions());
            Weights block = new CodeFit(code).weights(modelKey + " " + code, size, data, density);
            blocks.add(new Tiles.Part(block, part.copies()));
        }
        return Tiles.compose(blocks, layout);
    }

    @Override
    SymmetricFit fit(int n, int m, DataSpec data, double density, RandomStream stream) {
        return n * density < RARE && code.exact() ? new SymmetricFit(1, 0) : super.fit(n, m, data, density, stream);
    }

    @Override
    void interact(double[] x, double[] y) {
        Arrays.fill(hidden, 0);
        for (int j = 0; j < x.length; j++) {
            if (x[j] != 0) {
                for (int k = 0; k < hidden.length; k++) {
                    hidden[k] += x[j] * code.encoder()[j][k];
                }
            }
        }
        for (int i = 0; i < y.length; i++) {
            double sum = 0;
            for (int k = 0; k < hidden.length; k++) {
                sum += code.decoder()[i][k] * hidden[k];
            }
            y[i] = sum;
        }
    }

    @Override
    double diagonal(int i) {
        return 1;
    }

    /** Output by output, because outputs may differ: of 16 features, one in 16 samples of draw after draw would be of the first feature only. */
    @Override
    int place(int draw, int draws, int i, int n) {
        return i * draws + draw;
    }

    /**
     * Where many features are active the noise is far below zero; then the best model is nearly constant, with a scale of about Var x/Var ν and a bias of about
     * 1/2.
     */
    @Override
    double farthest(double[] noise) {
        double largest = Arrays.stream(noise).map(Math::abs).max().orElse(0);
        return FAR * largest * (1 + largest);
    }

    @Override
    double frame(int k, int i) {
        return code.encoder()[i][k];
    }

    @Override
    double decoder(int i, int k) {
        return code.decoder()[i][k];
    }
}
