package org.superpose.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.Slow;
import org.superpose.cores.Cores;
import org.superpose.cores.Team;
import org.superpose.data.SparseBatch;
import org.superpose.data.WeightedBatches;
import org.superpose.kernel.vector.ForcedPaths;
import org.superpose.model.ModelSpec;

/** A step that several cores share gives the bits of one: losses, gradient and three steps, over all variants, ways to compute, and densities. */
@Slow
class SharedStepTest {
    private static final double[] DENSITIES = {0.003, 0.05, 0.3, 1};

    /** Less than a panel and several; less than a block of samples, several slices or groups, and neither whole. */
    private static final int[][] SHAPES = {{2, 1, 1}, {37, 17, 70}, {130, 70, 600}, {300, 200, 129}};

    static List<Arguments> pathsAndShapes() {
        List<Arguments> cases = new ArrayList<>();
        for (String path : List.of("cpu, sparse", "cpu, dense", "cpu, samples", "cpu, measured")) {
            for (int[] shape : SHAPES) {
                cases.add(Arguments.of(path, shape[0], shape[1], shape[2]));
            }
        }
        return cases;
    }

    private static Kernel kernel(String path, Team team) {
        return path.equals("cpu, measured")
                ? Kernels.resolve("cpu", team).kernel()
                : ForcedPaths.kernels(team).get(path);
    }

    @ParameterizedTest(name = "{0}: {1} × {2}, {3} samples")
    @MethodSource("pathsAndShapes")
    void theBitsAreThoseOfOneCore(String path, int n, int m, int size) {
        Map<Integer, Kernel> kernels = new LinkedHashMap<>();
        List<Team> teams = new ArrayList<>();
        for (int cores = 2; cores <= 5; cores++) {
            Team team = new Cores(cores).team(1);
            teams.add(team);
            kernels.put(cores, kernel(path, team));
        }
        List<ModelSpec> variants = Cases.variants();
        for (int v = 0; v < variants.size(); v += n > 100 ? 2 : 1) {
            Problem problem =
                    Cases.problem(variants.get(v), n, m, Cases.IMPORTANCES.get(v / 2 % Cases.IMPORTANCES.size()), size);
            double density = DENSITIES[v / 3 % DENSITIES.length];
            boolean weighted = v % 4 == 1;
            List<Object> alone = results(kernel(path, Team.alone()), problem, density, weighted);
            kernels.forEach((cores, kernel) -> assertThat(results(kernel, problem, density, weighted))
                    .as("%s, p = %s, %d cores", problem.layout(), density, cores)
                    .usingRecursiveComparison()
                    .isEqualTo(alone));
        }
        if (!path.equals("cpu, measured")) {
            assertThat(teams).as("teams that were helped").allMatch(team -> team.lentSeconds() > 0);
        }
        teams.forEach(Team::close);
    }

    private static List<Object> results(Kernel kernel, Problem problem, double density, boolean weighted) {
        int n = problem.layout().n();
        int size = problem.batch();
        double[] losses = new double[problem.batch()];
        float[] gradient = new float[problem.layout().size()];
        List<Object> results = new ArrayList<>(List.of(losses, gradient));
        try (Kernel.Session session = kernel.open(problem, Cases.weights(problem.layout(), 1))) {
            session.losses(batch(n, size, density, 9, weighted), losses);
            results.add(session.gradient(batch(n, size, density, 8, weighted), gradient));
            for (int step = 0; step < 3; step++) {
                results.add(session.step(batch(n, size, density, step, weighted), 3e-3));
            }
            results.add(session.weights().values());
        }
        return results;
    }

    private static SparseBatch batch(int n, int size, double density, long page, boolean weighted) {
        SparseBatch batch = Cases.batch(n, size, density, page);
        if (weighted) {
            float[] weights = new float[size];
            for (int s = 0; s < size; s++) {
                weights[s] = s % 5 * 0.3f;
            }
            WeightedBatches.weigh(batch, weights);
        }
        return batch;
    }
}
