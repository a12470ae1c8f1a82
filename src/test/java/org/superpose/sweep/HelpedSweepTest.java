package org.superpose.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.Slow;
import org.superpose.cores.Cores;
import org.superpose.cores.Team;
import org.superpose.kernel.Kernel;
import org.superpose.kernel.Kernels;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.TestSpark;

/** A model of a sweep is the same to the bit whether the free cores of the JVM help with it or not. */
@Slow
class HelpedSweepTest {
    private static final String SWEEP = """
            name: helped
            grid: {n: [192], m: [96], density: [0.05]}
            training: {recipe: fast, batch: 256, steps: 40, warmup: 10}
            """;

    @TempDir
    Path temporary;

    @Test
    void itsRowIsTheSame() throws Exception {
        Cores cores =
                Cores.here(ExecutorCores.of(TestSpark.session().sparkContext().getConf()));
        Row helped = row("helped");
        Row alone;
        // cores that others hold are not lent
        Team others = cores.team(cores.count());
        try {
            alone = row("alone");
        } finally {
            others.close();
        }
        assertThat(values(alone)).isEqualTo(values(helped)).hasSizeGreaterThan(50);
        assertThat(lent(alone)).isLessThan(1e-3);
        if (cores.count() > 1) {
            assertThat(lent(helped)).isGreaterThan(1e-3);
        }
    }

    private Row row(String directory) throws Exception {
        ResultsDirectory results = TestSweeps.run(SWEEP, temporary.resolve(directory));
        List<Row> rows = results.models(TestSpark.session()).collectAsList();
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    /** The seconds for which cores were lent. */
    private static double lent(Row row) {
        return row.<Double>getAs("core_seconds") - row.<Double>getAs("seconds");
    }

    /** What the row tells of the model, by column. */
    private static Map<String, String> values(Row row) {
        List<String> columns = List.of(row.schema().fieldNames());
        assertThat(columns).containsAll(SweepTable.RUN_COLUMNS);
        return columns.stream()
                .filter(column -> !SweepTable.RUN_COLUMNS.contains(column))
                .collect(Collectors.toMap(Function.identity(), column -> String.valueOf(row.<Object>getAs(column))));
    }

    /** What {@code measure} and {@code bench} compute with. */
    @Test
    void aKernelThatCannotShareIsLeftAsItIs() {
        Kernel reference = Kernels.resolve("reference", Team.alone()).kernel();
        assertThat(reference.name()).isEqualTo("reference");
        assertThat(Kernels.resolve("cpu", Team.alone()).kernel().name()).isEqualTo("cpu");
    }
}
