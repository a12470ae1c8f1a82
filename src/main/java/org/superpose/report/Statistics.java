package org.superpose.report;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.superpose.results.DerivedStatistic;
import org.superpose.results.ModelRecord;

/** The statistics that figures offer, as they are declared with the columns: the page's controls and the queries' columns follow from them. */
final class Statistics {
    /** In the order of the controls: the first column, which is shown at first, then what it is divided by; the other columns; and differences. */
    static final List<Statistic> ALL = all();

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

    private static List<Statistic> all() {
        List<Statistic> columns = ModelRecord.COLUMNS.all().stream()
                .filter(column -> column.shown() != null)
                .map(Statistic::of)
                .toList();
        List<Statistic> derived =
                DerivedStatistic.ALL.stream().map(Statistic::of).toList();
        return Stream.of(
                        columns.stream().limit(1),
                        derived.stream().filter(Statistic::plane),
                        columns.stream().skip(1),
                        derived.stream().filter(statistic -> !statistic.plane()))
                .flatMap(Function.identity())
                .toList();
    }

    private static boolean names(String query, String column) {
        return Pattern.compile("\\b" + column + "\\b").matcher(query).find();
    }
}
