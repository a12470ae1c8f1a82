package org.superpose.views;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.RowBuilder;
import org.superpose.results.TestRows;

/** Small tables for the shipped queries, one directory for each kind of sweep they speak of. */
final class ExampleTables {
    private static final Map<String, Consumer<ResultsDirectory>> WRITERS = Map.of(
            "sweep", ExampleTables::writeSweep,
            "study", ExampleTables::writeStudy,
            "validation", ExampleTables::writeValidation,
            "scaling", ExampleTables::writeScaling,
            "map", ExampleTables::writeMap,
            "decoders", ExampleTables::writeDecoders,
            "correlated", ExampleTables::writeCorrelated,
            "phases", ExampleTables::writePhases,
            "geometry", ExampleTables::writeGeometry,
            "dynamics", ExampleTables::writeDynamics);

    private ExampleTables() {}

    static void write(Path folder) {
        WRITERS.forEach((name, writer) ->
                writer.accept(ResultsDirectory.at(folder.resolve(name).toString())));
    }

    /** The tables that a query is for. */
    static ResultsDirectory of(Path query, Path folder) {
        String name = query.getFileName().toString().replace(".sql", "");
        String kind = switch (name) {
            case "recipe-study", "recipe-study-summary" -> "study";
            case "recipe-validation" -> "validation";
            case "decoders", "phases", "correlated", "scaling", "map" -> name;
            case "shapes", "shared-summands", "best-of-seeds", "firing-together", "holes" -> "geometry";
            case "features-appear", "jumps-and-loss", "level-changes" -> "dynamics";
            default -> "sweep";
        };
        return ResultsDirectory.at(folder.resolve(kind).toString());
    }

    /** One point, three seeds: two pentagons, the second with the lowest loss, and two digons with feature 4 left out. */
    private static void writeGeometry(ResultsDirectory directory) {
        TestRows.writeModels(
                directory,
                shaped(0, 0.002, "pentagon", summand("pentagon", 0, 1, 2, 3, 4)),
                shaped(1, 0.001, "pentagon", summand("pentagon", 0, 1, 2, 3, 4)),
                shaped(2, 0.004, "2 × digon", summand("digon", 0, 2), summand("digon", 1, 3)));
        TestRows.writePlanned(directory, TestRows.planned("g-0", "point_key", "g"));
    }

    private static Row summand(String shape, int... features) {
        return RowBuilder.of("geometry", "summands")
                .set("features", features)
                .set("shape", shape)
                .set("dimensionality", 2.0 / features.length)
                .set("deviation", 0.01)
                .set("thomson_energy", 2.0)
                .set("thomson_optimum", 1.6)
                .build();
    }

    private static Row shaped(long seed, double loss, String name, Row... summands) {
        Row[] bars = name.equals("pentagon") ? new Row[] {RowFactory.create(1, 1.1756, 1.9021)} : new Row[0];
        Row[] regions = IntStream.range(0, 8)
                .mapToObj(k -> RowFactory.create(new int[] {k % 5, 1 + k}, Math.scalb(1.0, -1 - k), null, null, null))
                .toArray(Row[]::new);
        Row geometry = RowBuilder.of("geometry")
                .set("sum_name", name)
                .set("summands", summands)
                .set("barcode", bars)
                .set("regions", regions)
                .set("region_count", 16)
                .set("regions_exact", true)
                .build();
        return TestRows.model(
                "g-" + seed,
                "point_key",
                "g",
                "n",
                5,
                "m",
                2,
                "density",
                0.05,
                "decay",
                1.0,
                "seed",
                seed,
                "tied",
                true,
                "recipe",
                "anthropic",
                "loss",
                loss,
                "geometry",
                geometry);
    }

    /**
     * Two features, two seeds, steps 0 … 19: feature 0 appears at 4, feature 1 at 8 of seed 0 only; each jumps to 1/2 as it appears, and where one
     * does the loss halves, from one step to the next; elsewhere it stays.
     */
    private static void writeDynamics(ResultsDirectory directory) {
        List<Row> rows = new ArrayList<>();
        for (long seed = 0; seed < 2; seed++) {
            List<Row> snapshots = new ArrayList<>();
            List<Row> jumps = new ArrayList<>();
            for (int step = 0; step < 20; step++) {
                float first = step < 4 ? 0.1f : 1;
                float second = step < 8 || seed == 1 ? 0.1f : 1;
                double loss = 0.08 / (step < 4 ? 1 : 2) / (step < 8 || seed == 1 ? 1 : 2);
                float[] norm = {first, second};
                float[] dimensionality = {first / 2, second / 2};
                snapshots.add(RowFactory.create(step, 0.01, loss, norm, dimensionality, norm, null, null));
            }
            jumps.add(RowFactory.create(0, 4, 0.05, 0.5, null, "1/2"));
            if (seed == 0) {
                jumps.add(RowFactory.create(1, 8, 0.05, 0.5, null, "1/2"));
            }
            rows.add(TestRows.model(
                    "moving-" + seed,
                    "point_key",
                    "moving",
                    "n",
                    2,
                    "m",
                    1,
                    "density",
                    0.1,
                    "decay",
                    0.9,
                    "seed",
                    seed,
                    "dynamics",
                    RowFactory.create(snapshots, jumps)));
        }
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("moving-0", "point_key", "moving"));
    }

    /** Five sizes, two seeds that scatter by 1 %: the loss tends to 0.005 like 1/n, the Lyapunov ratio to 0 like 1/√(n − 1), bias_var does not change. */
    private static void writeScaling(ResultsDirectory directory) {
        List<Row> rows = new ArrayList<>();
        for (int n = 32; n <= 512; n *= 2) {
            for (long seed = 0; seed < 2; seed++) {
                double scatter = 1 + 0.01 * (seed == 0 ? 1 : -1);
                rows.add(TestRows.ofTheFamily(
                        "s" + n + "-" + seed,
                        "point_key",
                        "s" + n,
                        "n",
                        n,
                        "m",
                        n / 4,
                        "ratio",
                        0.25,
                        "density",
                        0.05,
                        "seed",
                        seed,
                        "loss",
                        (0.005 - 0.05 / n) * scatter,
                        "bias_var",
                        0.01 * scatter,
                        "lyapunov_mean",
                        2 / Math.sqrt(n - 1) * scatter));
            }
        }
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("s32-0", "point_key", "s32", "ratio_nominal", 0.25));
    }

    /** Three densities: trained models lose p²/100, circles twice that; the limit is p²/50 at p = 0.1, and four times as much as that law says at 0.01. */
    /** At m = 128 nothing is lost. */
    private static void writeMap(ResultsDirectory directory) {
        List<Row> rows = new ArrayList<>();
        for (double p : new double[] {0.1, 0.01, 1}) {
            double limit = p * p / 50 * (p == 0.01 ? 4 : 1);
            rows.add(mapped("trained", 32, p, p * p / 100, limit));
            rows.add(mapped("circle", 32, p, p * p / 50, limit));
            rows.add(mapped("trained", 128, p, 0, 0));
            rows.add(mapped("circle", 128, p, 0, 0));
        }
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("trained320.1", "point_key", "trained320.1"));
    }

    private static Row mapped(String kind, int m, double p, double loss, double limit) {
        String parameters = "{\"data\":{\"kind\":\"independent\"},\"importance\":{\"decay\":1}}";
        Object[] columns = {
            "point_key",
            kind + m + p,
            "parameters",
            parameters,
            "model_kind",
            kind,
            "n",
            128,
            "m",
            m,
            "ratio",
            m / 128.0,
            "density",
            p,
            "loss",
            loss,
            "loss_limit",
            limit
        };
        return TestRows.ofTheFamily(kind + m + p, columns);
    }

    /** One point of three outputs, two seeds: trec loses 1.5 times what ReLU does, top_k as much, basis pursuit a quarter. */
    private static void writeDecoders(ResultsDirectory directory) {
        List<Row> rows = new ArrayList<>();
        for (long seed = 0; seed < 2; seed++) {
            rows.add(decoder("relu", null, seed, 0.01, RowFactory.create(0.0025, 1e-5, 0.75, 500L)));
            rows.add(decoder("trec", 0.3, seed, 0.014 + 0.002 * seed, null));
            rows.add(decoder("top_k", 5.0, seed, 0.01, null));
        }
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("relu-0", "point_key", "relu"));
    }

    private static Row decoder(String output, Double parameter, long seed, double loss, Row basisPursuit) {
        return TestRows.ofTheFamily(
                output + "-" + seed,
                "point_key",
                output,
                "n",
                128,
                "m",
                32,
                "density",
                0.03,
                "seed",
                seed,
                "output",
                output,
                "output_parameter",
                parameter,
                "loss",
                loss,
                "l1",
                basisPursuit);
    }

    /** One point, two seeds: a pair that loses 0.01, and a dropped feature that loses 0.02. */
    private static void writePhases(ResultsDirectory directory) {
        Row theory = RowBuilder.of("theory")
                .set("phase", "last shares")
                .set("phase_loss", 0.015)
                .set("phase_boundary", 0.5)
                .build();
        List<Row> rows = new ArrayList<>();
        for (long seed = 0; seed < 2; seed++) {
            float share = seed == 0 ? 0.5f : 1;
            rows.add(TestRows.model(
                    "phase-" + seed,
                    "point_key",
                    "phase",
                    "parameters",
                    "{\"importance\":{\"last\":2.0}}",
                    "n",
                    2,
                    "m",
                    1,
                    "density",
                    0.1,
                    "seed",
                    seed,
                    "loss",
                    0.01 + 0.01 * seed,
                    "theory",
                    theory,
                    "features",
                    List.of(
                            RowFactory.create(0, 1f, 1f, 0f, 1f, 1f, null, 1f - seed, 1f, share, share),
                            RowFactory.create(1, 2f, 1f, 0f, 1f, 1f, null, 1f, 1f, share, share))));
        }
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("phase-0", "point_key", "phase"));
    }

    /** Two points of the study, three seeds: quick ends at 0.9 and 1.1 times the loss of paper, in 1/10 and 1/5 of its steps. */
    private static void writeStudy(ResultsDirectory directory) {
        List<Row> rows = new ArrayList<>();
        for (int n : new int[] {64, 128}) {
            for (long seed = 0; seed < 3; seed++) {
                rows.add(study(n, seed, "paper", 0.01 * (1 + 0.02 * (seed - 1)), 2000));
                rows.add(study(n, seed, "quick", n == 64 ? 0.009 : 0.011, n == 64 ? 200 : 400));
            }
        }
        rows.add(study(256, 0, "quick", 0.01, 500));
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("k64-0-quick", "point_key", "p64-quick"));
    }

    /** Two points, three seeds: ten times the steps gain 1 % at n = 64 and 4 % at n = 128; n = 256 has but one recipe. */
    private static void writeValidation(ResultsDirectory directory) {
        List<Row> rows = new ArrayList<>();
        for (int n : new int[] {64, 128}) {
            for (long seed = 0; seed < 3; seed++) {
                rows.add(study(n, seed, "thorough", 0.01 * (1 + 0.02 * (seed - 1)), 2000));
                rows.add(study(n, seed, "fast", n == 64 ? 0.0101 : 0.0104, 200));
            }
        }
        rows.add(study(256, 0, "fast", 0.01, 500));
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("k64-0-fast", "point_key", "p64-fast"));
    }

    private static Row study(int n, long seed, String recipe, double loss, long steps) {
        return TestRows.ofTheFamily(
                "k" + n + "-" + seed + "-" + recipe,
                "point_key",
                "p" + n + "-" + recipe,
                "n",
                n,
                "m",
                n / 4,
                "density",
                0.05,
                "seed",
                seed,
                "recipe",
                recipe,
                "loss",
                loss,
                "steps",
                steps,
                "seconds",
                600.0);
    }

    private static void writeSweep(ResultsDirectory directory) {
        List<Row> rows = new ArrayList<>();
        for (int n : new int[] {64, 128, 256}) {
            for (long seed = 0; seed < 2; seed++) {
                // diag_var = 1/n and lyapunov = 1/√n exactly; the loss lies below the limit at n = 64 alone.
                rows.add(TestRows.ofTheFamily(
                        "k" + n + "-" + seed,
                        "point_key",
                        "p" + n,
                        "n",
                        n,
                        "m",
                        n / 4,
                        "ratio",
                        0.25,
                        "density",
                        0.05,
                        "seed",
                        seed,
                        "loss",
                        0.003 + 1e-5 * n + 1e-4 * seed,
                        "loss_stderr",
                        1e-6,
                        "loss_limit",
                        0.004,
                        "loss_linear",
                        0.01,
                        "diag_mean",
                        0.8,
                        "diag_var",
                        1.0 / n,
                        "lyapunov_mean",
                        1 / Math.sqrt(n),
                        "represented",
                        5 + seed,
                        "features",
                        List.of(RowFactory.create(0, 1f, 1f, 0f, 0f, 0f, null, 1f, 0f, 0.5f, 0.5f)),
                        "kernel",
                        "cpu",
                        "host",
                        "here",
                        "steps",
                        1000L,
                        "seconds",
                        (double) n,
                        "predicted_seconds",
                        2.0 * n));
            }
        }
        rows.add(TestRows.model(
                "f",
                "point_key",
                "f",
                "n",
                8,
                "status",
                "failed",
                "error_class",
                "java.lang.Error",
                "error_message",
                "x"));
        rows.add(TestRows.model("d", "point_key", "d", "n", 8, "status", "diverged", "stop_reason", "loss"));
        TestRows.writeModels(directory, rows.toArray(Row[]::new));
        TestRows.writePlanned(directory, TestRows.planned("k64-0", "point_key", "p64", "ratio_nominal", 0.25));
    }

    /** Three antipodal pairs of six features, each of one member of two sets, or of a set; a seventh feature is dropped. */
    private static void writeCorrelated(ResultsDirectory directory) {
        int[] apart = {0, 1, 0, 2, 1, 2};
        int[] pairs = {0, 0, 1, 1, 2, 2};
        TestRows.writeModels(
                directory,
                dependent("c0", "correlated", apart),
                dependent("c1", "correlated", apart),
                dependent("a0", "anticorrelated", pairs),
                dependent("a1", "anticorrelated", apart));
        TestRows.writePlanned(directory, TestRows.planned("c0", "point_key", "c"));
    }

    private static Row dependent(String key, String kind, int[] axes) {
        int n = axes.length + 1;
        Float[] encoder = new Float[3 * n];
        Arrays.fill(encoder, 0f);
        boolean[] used = new boolean[3];
        for (int i = 0; i < axes.length; i++) {
            encoder[axes[i] * n + i] = used[axes[i]] ? -1f : 0.8f;
            used[axes[i]] = true;
        }
        encoder[n - 1] = 0.3f;
        return TestRows.model(
                key,
                "parameters",
                "{\"data\":{\"kind\":\"" + kind + "\",\"size\":2}}",
                "n",
                n,
                "m",
                3,
                "density",
                0.05,
                "data_kind",
                kind,
                "loss",
                0.001,
                "weights",
                RowFactory.create(Arrays.asList(encoder), List.of(), List.of()));
    }
}
