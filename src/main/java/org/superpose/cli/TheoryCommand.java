package org.superpose.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.superpose.config.UserException;
import org.superpose.construct.Construction;
import org.superpose.theory.ClosedForms;
import org.superpose.theory.PersianRug;
import org.superpose.theory.ThermodynamicLimit;
import org.superpose.theory.WalshHadamard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code theory}: what is predicted for a point, without training anything. */
@Command(
        name = "theory",
        mixinStandardHelpOptions = true,
        description = "Prints every closed-form prediction for a point.")
final class TheoryCommand implements Callable<Integer> {
    /** As in a sweep file. */
    private static final int MOST_FEATURES = 1 << 20;
    /** A pixel per element. */
    private static final int MOST_DRAWN = 4096;

    @Option(names = "--n", required = true, paramLabel = "N", description = "Features.")
    private int n;

    @Option(names = "--m", required = true, paramLabel = "M", description = "Hidden dimensions, 1 <= M <= N.")
    private int m;

    @Mixin
    private PointOptions point;

    @Option(
            names = "--format",
            defaultValue = "table",
            paramLabel = "FORMAT",
            description = "table, csv or json; default: ${DEFAULT-VALUE}")
    private Output.Format format;

    @Option(
            names = "--rug",
            paramLabel = "FILE.png",
            description = "Also draw W of a Persian rug of this size: red positive, blue negative, white 0.")
    private Path rug;

    @Option(
            names = "--seed",
            defaultValue = "0",
            paramLabel = "K",
            description = "Which rug; default: ${DEFAULT-VALUE}")
    private long seed;

    @Override
    public Integer call() {
        if (m < 1 || m > n || n > MOST_FEATURES) {
            throw new UserException("a model needs 1 <= m <= n <= " + MOST_FEATURES + "; got --n " + n + " --m " + m);
        }
        if (rug != null) {
            drawRug();
        }
        Output.printRecord(System.out, format, predictions());
        return ExitCode.DONE;
    }

    private void drawRug() {
        if (!WalshHadamard.hasOrder(n) || m >= n || n > MOST_DRAWN) {
            throw new UserException("--rug needs --n a power of 2, at most " + MOST_DRAWN
                    + ", and --m below it; got --n " + n + " --m " + m);
        }
        PersianRug drawn = Construction.Rug.draw(n, m, "rug " + seed);
        try {
            ImageIO.write(MatrixPicture.of(n, drawn::element), "png", rug.toFile());
        } catch (IOException e) {
            throw new UserException("--rug " + rug + " cannot be written: " + e.getMessage(), e);
        }
        System.err.println("drew W of a rug, n = " + n + ", m = " + m + ", in " + rug);
    }

    private Map<String, Object> predictions() {
        double density = point.density();
        ClosedForms closed = ClosedForms.of(n, m, density, point.importance());
        ThermodynamicLimit limit = point.importance().equal() ? ThermodynamicLimit.of(density, (double) m / n) : null;
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("n", n);
        record.put("m", m);
        record.put("ratio", (double) m / n);
        record.put("sparsity", point.sparsity());
        record.put("density", density);
        record.put("decay", point.decay());
        record.put("v1", closed.v1());
        record.put("loss_constant", closed.lossConstant());
        record.put("loss_linear", closed.lossLinear());
        record.put("loss_limit", limit == null ? null : limit.loss());
        record.put("limit_a", limit == null ? null : limit.scale());
        record.put("limit_b", limit == null ? null : limit.bias());
        record.put("limit_sigma", limit == null ? null : limit.sigma());
        record.put("noise_bound", closed.noiseBound());
        return record;
    }
}
