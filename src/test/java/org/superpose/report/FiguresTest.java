package org.superpose.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Figures, their tables and statistics are found where they are declared. */
class FiguresTest {
    private static final Pattern TABLES = Pattern.compile("(?m)^  tables: \\[(.*)\\],$");

    @Test
    void everyTableHasAFigureAndEveryFigureItsTables() {
        Set<String> named = new TreeSet<>();
        List<String> figures = Resources.names("script/figures", ".mjs");
        assertThat(figures).hasSizeGreaterThan(10).contains("plane", "running");
        for (String figure : figures) {
            Matcher tables = TABLES.matcher(Resources.own("script/figures/" + figure + ".mjs"));
            assertThat(tables.find()).as(figure).isTrue();
            named.addAll(Pattern.compile("\"(\\w+)\"")
                    .matcher(tables.group(1))
                    .results()
                    .map((MatchResult name) -> name.group(1))
                    .collect(Collectors.toSet()));
        }
        // The page gets families in a form of its own.
        named.add(Table.FAMILIES);
        assertThat(named).containsExactlyInAnyOrderElementsOf(Table.NAMES);
    }

    @Test
    void theViewsThatQueriesReadAreFoundInThem() {
        assertThat(Table.views())
                .containsExactlyInAnyOrder(
                        "planned",
                        "models",
                        "outcomes",
                        "features",
                        "curves",
                        "failures",
                        "block_envelope",
                        "best_known",
                        "scaling");
    }

    @Test
    void aQueryGetsTheColumnsThatStatisticsNeedOnce() {
        assertThat(Statistics.in("SELECT loss, loss_constant, density AS p, {{statistics}}"))
                .startsWith("SELECT loss, loss_constant, density AS p, diag_mean, diag_var, bias_mean, bias_var,")
                .endsWith("lyapunov_mean, lyapunov_max, ks_pvalue, dims_per_feature, represented")
                .doesNotContain("loss_over");
        assertThat(Statistics.in("IN ({{fitted}})"))
                .startsWith("IN ('loss', 'loss_over_limit', 'loss_over_symmetric', 'diag_var',")
                .endsWith("'dims_per_feature', 'loss_minus_limit')")
                .doesNotContain("represented");
    }

    @Test
    void statisticsHaveNamesOfTheirOwn() {
        assertThat(Statistics.ALL)
                .extracting(Statistic::name)
                .doesNotHaveDuplicates()
                .startsWith("loss");
        assertThat(Statistics.ALL).extracting(Statistic::label).doesNotHaveDuplicates();
        for (Statistic statistic : Statistics.ALL) {
            assertThat(statistic.of() == null)
                    .as(statistic.name())
                    .isEqualTo(statistic.over() == null && statistic.minus() == null);
            assertThat(statistic.over() == null).as(statistic.name()).isEqualTo(statistic.reference() == null);
        }
    }
}
