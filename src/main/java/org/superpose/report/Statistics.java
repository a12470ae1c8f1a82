package org.superpose.report;

import static org.superpose.report.Statistic.column;
import static org.superpose.report.Statistic.difference;
import static org.superpose.report.Statistic.ratio;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statistics that figures offer: the one list that the page's controls and the queries' columns follow from. */
final class Statistics {
    /** In the order of the controls; the first is shown at first. */
    static final List<Statistic> ALL = List.of(
            column("loss", "loss", "{L}", "loss")
                    .termsOf(1, "loss_constant", "p")
                    .fit(),
            ratio(
                            "loss_over_limit",
                            "loss / thermodynamic limit",
                            "{L}/{L}*",
                            "loss over the limit",
                            "loss",
                            "loss_limit",
                            "the symmetric limit")
                    .fit(),
            ratio(
                    "loss_over_linear",
                    "loss / best linear model",
                    "{L}/{L}_(linear)",
                    "loss over that of the best linear model",
                    "loss",
                    "loss_linear",
                    "the best linear model"),
            column("diag_var", "variance of the diagonal", "Var {W}_(ii)", "variance of the diagonal")
                    .termsOf(2, "diag_mean")
                    .fit(),
            column("bias_var", "variance of the bias", "Var {b}_(i)", "variance of the bias")
                    .termsOf(2, "bias_mean")
                    .fit(),
            column(
                            "offdiag_energy_var",
                            "variance of the off-diagonal energy",
                            "Var {e}_(i)",
                            "variance of the off-diagonal energy")
                    .termsOf(2, "offdiag_energy_mean")
                    .fit(),
            column("noise_mean_var", "variance of the noise's mean", "Var E{ν}_(i)", "variance of the noise's mean")
                    .termsOf(2, "p")
                    .fit(),
            column("lyapunov_max", "Lyapunov ratio, largest", "max {Λ}_(i)", "largest Lyapunov ratio")
                    .sum()
                    .fit(),
            column("lyapunov_mean", "Lyapunov ratio, mean", "mean {Λ}_(i)", "mean Lyapunov ratio")
                    .sum()
                    .fit(),
            column("ks_pvalue", "normality of the noise, p-value", "p-value (KS)", "p-value of normal noise")
                    .share(),
            column("dims_per_feature", "dimensions per feature", "{D}*", "dimensions per feature")
                    .fit(),
            column("represented", "represented features", "‖{w}_(i)‖ > ½", "number of represented features"),
            difference(
                    "loss_minus_limit",
                    "loss − thermodynamic limit",
                    "{L} − {L}*",
                    "loss less the limit",
                    "loss",
                    "loss_limit"));

    private static final String COLUMNS = "{{statistics}}";
    private static final String FITTED = "{{fitted}}";

    private Statistics() {}

    /**
     * A query with the columns that statistics need, without those it names itself, in the place of {@value #COLUMNS}, and the names of those
     * that are fitted, each in quotes, in that of {@value #FITTED}.
     */
    static String in(String query) {
        return query.replace(
                        COLUMNS,
                        ALL.stream()
                                .filter(statistic -> statistic.of() == null)
                                .flatMap(statistic -> Stream.concat(
                                        statistic.terms() == null ? Stream.empty() : statistic.terms().of().stream(),
                                        Stream.of(statistic.name())))
                                .distinct()
                                .filter(name -> !names(query, name))
                                .collect(Collectors.joining(", ")))
                .replace(
                        FITTED,
                        ALL.stream()
                                .filter(Statistic::fitted)
                                .map(statistic -> '\'' + statistic.name() + '\'')
                                .collect(Collectors.joining(", ")));
    }

    private static boolean names(String query, String column) {
        return Pattern.compile("\\b" + column + "\\b").matcher(query).find();
    }
}
