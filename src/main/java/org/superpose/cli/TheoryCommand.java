package org.superpose.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.superpose.config.UserException;
import org.superpose.theory.AntipodalPair;
import org.superpose.theory.ClosedForms;
import org.superpose.theory.PopulationSpectrum;
import org.superpose.theory.RegularPolygon;
import org.superpose.theory.ThermodynamicLimit;
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

    /** The best polygon of more corners takes seconds to find. */
    private static final int MOST_CORNERS = 8;

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

    @Override
    public Integer call() {
        if (m < 1 || m > n || n > MOST_FEATURES) {
            throw new UserException("a model needs 1 <= m <= n <= " + MOST_FEATURES + "; got --n " + n + " --m " + m);
        }
        Output.printRecord(System.out, format, predictions());
        return ExitCode.DONE;
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
        linearColumns(record);
        smallModelColumns(record);
        return record;
    }

    /** The eigenvalues of E[x xᵀ]. */
    private void linearColumns(Map<String, Object> record) {
        PopulationSpectrum spectrum = PopulationSpectrum.of(n, point.density());
        record.put("lambda_1", spectrum.largest());
        record.put("lambda_rest", n > 1 ? spectrum.rest() : null);
    }

    /** Antipodal pairs where every feature finds a partner or a dimension, and the regular polygon in two dimensions. */
    private void smallModelColumns(Map<String, Object> record) {
        OptionalDouble pairs = AntipodalPair.lossOfPairs(n, m, point.density(), point.importance());
        record.put("loss_antipodal", pairs.isPresent() ? pairs.getAsDouble() : null);
        boolean polygon =
                m == 2 && n >= 3 && n <= MOST_CORNERS && point.importance().equal();
        RegularPolygon optimum = polygon ? RegularPolygon.optimum(n, point.density()) : null;
        record.put("loss_polygon", optimum == null ? null : optimum.loss(point.density()));
        record.put("polygon_radius", optimum == null ? null : optimum.radius());
        record.put("polygon_bias", optimum == null ? null : optimum.bias());
    }
}
