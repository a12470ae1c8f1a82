package org.superpose.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.superpose.cli.output.ExitCode;
import org.superpose.cli.output.FormatOption;
import org.superpose.cli.output.Output;
import org.superpose.cli.theory.LinearCommand;
import org.superpose.construct.Construction;
import org.superpose.errors.UserException;
import org.superpose.files.UserFile;
import org.superpose.files.WholeFile;
import org.superpose.theory.AntipodalPair;
import org.superpose.theory.ClosedForms;
import org.superpose.theory.LimitBounds;
import org.superpose.theory.OptimalDecoder;
import org.superpose.theory.PersianRug;
import org.superpose.theory.PopulationSpectrum;
import org.superpose.theory.RegularPolygon;
import org.superpose.theory.ThermodynamicLimit;
import org.superpose.theory.UnitPhase;
import org.superpose.theory.WalshHadamard;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code theory}: what is predicted for a point or a grid of points, without training anything. */
@Command(
        name = "theory",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "[linear ...]",
        description =
                "Prints every closed-form prediction for a point, or for all combinations of several values. Needs --n, --m"
                        + " and one of --sparsity and --density, but for the command linear.",
        subcommands = LinearCommand.class)
final class TheoryCommand implements Callable<Integer> {
    /** The importance decays as in a sweep file. */
    private static final int MOST_FEATURES = 1 << 20;
    /** A pixel per element. */
    private static final int MOST_DRAWN = 4096;

    private static final int MOST_POINTS = 100_000;

    /** The eigenvalues of a larger model with unequal importance take time in proportion to n². */
    private static final int MOST_EIGENVALUES = 1024;

    /** The best polygon of more corners takes seconds to find. */
    private static final int MOST_CORNERS = 8;

    @Option(names = "--n", split = ",", paramLabel = "N", description = "Features; several with commas.")
    private List<Integer> features;

    @Option(
            names = "--m",
            split = ",",
            paramLabel = "M",
            description = "Hidden dimensions, 1 <= M <= N; several with commas.")
    private List<Integer> hiddenDimensions;

    @ArgGroup(multiplicity = "0..1")
    private Data data;

    @Option(
            names = "--decay",
            paramLabel = "D",
            defaultValue = "1",
            description = "Importance decay, I_i = D^i; default: ${DEFAULT-VALUE}")
    private double decay;

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "NAME",
            description = "Only these columns, in this order; default: all.")
    private List<String> columns;

    @Mixin
    private FormatOption format;

    /** S or p. */
    private static final class Data {
        @Option(
                names = "--sparsity",
                split = ",",
                paramLabel = "S",
                description = "S = P(x_i = 0), in [0, 1 - 1e-9]; several with commas.")
        private List<BigDecimal> sparsity;

        @Option(
                names = "--density",
                split = ",",
                paramLabel = "P",
                description = "P = P(x_i > 0) = 1 - S, in [1e-9, 1]; several with commas.")
        private List<BigDecimal> density;
    }

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

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        requirePoint();
        checkLists();
        List<DataPoint> points = points();
        long count = (long) features.size() * hiddenDimensions.size() * points.size();
        if (count > MOST_POINTS) {
            throw new UserException("theory takes at most " + MOST_POINTS + " points; these are " + count);
        }
        checkSizes();
        List<Map<String, Object>> records = new ArrayList<>();
        for (int n : features) {
            for (int m : hiddenDimensions) {
                for (DataPoint point : points) {
                    records.add(chosen(predictions(n, m, point)));
                }
            }
        }
        if (rug != null) {
            drawRug();
        }
        if (records.size() == 1) {
            Output.printRecord(System.out, format.chosen(), records.get(0));
        } else {
            List<List<?>> rows = new ArrayList<>();
            records.forEach(record -> rows.add(new ArrayList<>(record.values())));
            Output.print(System.out, format.chosen(), List.copyOf(records.get(0).keySet()), rows);
        }
        return ExitCode.DONE;
    }

    /** Not by picocli, which would require the options of the command {@code linear} as well. */
    private void requirePoint() {
        List<String> missing = new ArrayList<>();
        if (features == null) {
            missing.add("--n=N");
        }
        if (hiddenDimensions == null) {
            missing.add("--m=M");
        }
        if (data == null) {
            missing.add("--density=P or --sparsity=S");
        }
        if (!missing.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing required options: " + String.join(", ", missing));
        }
    }

    /** A lone comma is an empty list. */
    private void checkLists() {
        Map<String, List<?>> lists = new LinkedHashMap<>();
        lists.put("--n", features);
        lists.put("--m", hiddenDimensions);
        lists.put("--density", data.density);
        lists.put("--sparsity", data.sparsity);
        lists.put("--columns", columns);
        lists.forEach((option, values) -> {
            if (values != null && values.isEmpty()) {
                throw new UserException(option + " is an empty list; give at least one value");
            }
        });
    }

    private void checkSizes() {
        for (int n : features) {
            for (int m : hiddenDimensions) {
                if (m < 1 || m > n || n > MOST_FEATURES) {
                    throw new UserException(
                            "a model needs 1 <= m <= n <= " + MOST_FEATURES + "; got --n " + n + " --m " + m);
                }
            }
        }
    }

    private List<DataPoint> points() {
        return data.density != null
                ? data.density.stream()
                        .map(density -> DataPoint.ofDensity(density, decay))
                        .toList()
                : data.sparsity.stream()
                        .map(sparsity -> DataPoint.ofSparsity(sparsity, decay))
                        .toList();
    }

    private Map<String, Object> chosen(Map<String, Object> record) {
        if (columns == null) {
            return record;
        }
        Map<String, Object> chosen = new LinkedHashMap<>();
        for (String column : columns) {
            if (!record.containsKey(column)) {
                throw new UserException(
                        "--columns: no column \"" + column + "\"; there are " + String.join(", ", record.keySet()));
            }
            chosen.put(column, record.get(column));
        }
        return chosen;
    }

    private void drawRug() {
        if (features.size() != 1 || hiddenDimensions.size() != 1) {
            throw new UserException("--rug draws one rug; give one --n and one --m");
        }
        int n = features.get(0);
        int m = hiddenDimensions.get(0);
        if (!WalshHadamard.hasOrder(n) || m >= n || n > MOST_DRAWN) {
            throw new UserException("--rug needs --n a power of 2, at most " + MOST_DRAWN
                    + ", and --m below it; got --n " + n + " --m " + m);
        }
        PersianRug drawn = Construction.Rug.draw(n, m, "rug " + seed);
        try {
            WholeFile.write(rug, out -> ImageIO.write(MatrixPicture.of(n, drawn::element), "png", out));
        } catch (IOException e) {
            throw new UserException("--rug " + rug + " cannot be written: " + UserFile.reason(e), e);
        }
        System.err.println("drew W of a rug, n = " + n + ", m = " + m + ", in " + rug + ": Lyapunov ratio "
                + Output.number(drawn.lyapunov()) + ", raw " + Output.number(drawn.lyapunovRaw()));
    }

    private Map<String, Object> predictions(int n, int m, DataPoint point) {
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
        limitColumns(record, limit, density, (double) m / n);
        linearColumns(record, n, m, point);
        rugColumns(record, n, m);
        smallModelColumns(record, n, m, point);
        CodePredictions.put(record, n, m, point, columns);
        return record;
    }

    /** The eigenvalues of E[x xᵀ], and the best linear model without a bias. */
    private static void linearColumns(Map<String, Object> record, int n, int m, DataPoint point) {
        PopulationSpectrum spectrum = PopulationSpectrum.of(n, point.density());
        record.put("lambda_1", spectrum.largest());
        record.put("lambda_rest", n > 1 ? spectrum.rest() : null);
        record.put(
                "loss_linear_without_bias",
                n > MOST_EIGENVALUES
                        ? null
                        : PopulationSpectrum.lossWithoutBias(n, m, point.density(), point.importance()));
    }

    /** What the Lyapunov ratio of a Persian rug is near to, where there are rugs. */
    private static void rugColumns(Map<String, Object> record, int n, int m) {
        boolean rug = WalshHadamard.hasOrder(n) && m < n;
        record.put("rug_lyapunov", rug ? PersianRug.expectedLyapunov(n) : null);
        record.put("rug_lyapunov_raw", rug ? PersianRug.expectedLyapunovRaw(n, m) : null);
    }

    /** Antipodal pairs where every feature finds a partner or a dimension, and the regular polygon in two dimensions. */
    private static void smallModelColumns(Map<String, Object> record, int n, int m, DataPoint point) {
        OptionalDouble pairs = AntipodalPair.lossOfPairs(n, m, point.density(), point.importance());
        record.put("loss_antipodal", pairs.isPresent() ? pairs.getAsDouble() : null);
        boolean equalPairs = pairs.isPresent() && point.importance().equal();
        record.put(
                "loss_antipodal_untied",
                equalPairs
                        ? 2.0 * (n - m) / n * new AntipodalPair(point.density()).untiedLoss(AntipodalPair.BEST_RATIO)
                        : null);
        UnitPhase phase =
                UnitPhase.of(n, m, point.density(), point.importance()).orElse(null);
        record.put("phase", phase == null ? null : phase.phase().label());
        record.put("phase_loss", phase == null ? null : phase.loss());
        record.put("phase_boundary", phase == null ? null : phase.boundary());
        boolean polygon =
                m == 2 && n >= 3 && n <= MOST_CORNERS && point.importance().equal();
        RegularPolygon optimum = polygon ? RegularPolygon.optimum(n, point.density()) : null;
        record.put("loss_polygon", optimum == null ? null : optimum.loss(point.density()));
        record.put("polygon_radius", optimum == null ? null : optimum.radius());
        record.put("polygon_bias", optimum == null ? null : optimum.bias());
        RegularPolygon sparse = polygon ? RegularPolygon.sparseOptimum(n) : null;
        record.put("polygon_sparse_radius", sparse == null ? null : sparse.radius());
        record.put("polygon_sparse_bias", sparse == null ? null : sparse.bias());
        record.put("polygon_one_hot_loss", sparse == null ? null : sparse.oneHotLoss(n, 0));
    }

    /** Bounds, asymptotes and the optimal decoder beside {@code limit}, empty where there is none. */
    private static void limitColumns(
            Map<String, Object> record, ThermodynamicLimit limit, double density, double ratio) {
        LimitBounds bounds = limit == null ? null : LimitBounds.of(density, ratio);
        Double optimal =
                limit == null ? null : OptimalDecoder.of(density, ratio).loss();
        record.put("loss_optimal_decoder", optimal);
        record.put("relu_over_optimal", optimal == null || optimal == 0 ? null : limit.loss() / optimal);
        record.put("loss_lower_bound", bounds == null ? null : bounds.lower());
        record.put("loss_upper_bound", bounds == null ? null : bounds.upper());
        record.put("loss_explicit", bounds == null ? null : bounds.explicit());
        record.put("loss_explicit_scaled", bounds == null ? null : bounds.scaled());
        record.put("loss_sparse", bounds == null ? null : bounds.sparse());
        record.put(
                "limit_over_log", bounds == null || bounds.sparse() == 0 ? null : limit.loss() / (2 * bounds.sparse()));
    }
}
