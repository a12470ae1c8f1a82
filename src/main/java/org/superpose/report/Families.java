package org.superpose.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * Which points may stand in one series: those that differ in size, density, importance and seed alone. A parameter tells families apart
 * where points differ in it that agree in all of those and in every parameter chosen before; so a rate that follows from the size does not,
 * and neither do rates that follow from a recipe.
 *
 * @param labels a name for each family, of the parameters that tell it apart, empty where there is one
 * @param of the family of each point key
 */
record Families(List<String> labels, Map<String, Integer> of) {
    /** The parameters every figure shows by itself. */
    private static final Set<String> SHOWN =
            Set.of("n", "m", "density", "importance.decay", "importance.last", "algo_version");

    /** Asked first, so that what follows from them is not asked. */
    private static final List<String> FIRST = List.of(
            "model_kind",
            "model.tied",
            "model.hidden",
            "model.output",
            "model.bias",
            "data.kind",
            "recipe",
            "training.batch");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** From rows of (point_key, model_kind, recipe, parameters). */
    static Families of(List<Row> rows) {
        Map<String, Map<String, String>> points = new LinkedHashMap<>();
        for (Row row : rows) {
            points.put(row.getAs("point_key"), parameters(row));
        }
        Map<String, String> groups = new HashMap<>();
        points.forEach((key, parameters) -> groups.put(
                key, SHOWN.stream().sorted().map(parameters::get).toList().toString()));
        List<String> axes = new ArrayList<>();
        for (String name : names(points.values())) {
            if (differs(name, points, groups)) {
                axes.add(name);
                points.forEach(
                        (key, parameters) -> groups.merge(key, parameters.get(name) + "", (a, b) -> a + '|' + b));
            }
        }
        return named(points, axes);
    }

    private static List<String> names(Collection<Map<String, String>> points) {
        Set<String> all = new TreeSet<>();
        points.forEach(parameters -> all.addAll(parameters.keySet()));
        all.removeAll(SHOWN);
        List<String> names = new ArrayList<>(FIRST);
        names.retainAll(all);
        all.removeAll(FIRST);
        names.addAll(all);
        return names;
    }

    /** Whether two points of one group differ in a parameter. */
    private static boolean differs(String name, Map<String, Map<String, String>> points, Map<String, String> groups) {
        Map<String, String> first = new HashMap<>();
        for (Map.Entry<String, Map<String, String>> point : points.entrySet()) {
            String value = String.valueOf(point.getValue().get(name));
            String before = first.putIfAbsent(groups.get(point.getKey()), value);
            if (before != null && !before.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static Families named(Map<String, Map<String, String>> points, List<String> axes) {
        Map<String, String> names = new LinkedHashMap<>();
        points.forEach((key, parameters) -> names.put(key, label(parameters, axes)));
        List<String> labels = List.copyOf(new TreeSet<>(names.values()));
        return new Families(
                labels,
                names.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> labels.indexOf(entry.getValue()))));
    }

    private static String label(Map<String, String> parameters, List<String> axes) {
        List<String> parts = new ArrayList<>();
        for (String axis : axes) {
            String value = parameters.get(axis);
            String last = axis.substring(axis.lastIndexOf('.') + 1);
            switch (String.valueOf(value)) {
                case "null" -> {}
                case "true" -> parts.add(last);
                case "false" -> parts.add("not " + last);
                default ->
                    parts.add(
                            Set.of("model_kind", "model.output", "recipe").contains(axis) ? value : last + ' ' + value);
            }
        }
        return String.join(", ", parts);
    }

    private static Map<String, String> parameters(Row row) {
        Map<String, String> flat = new TreeMap<>();
        String text = row.getAs("parameters");
        if (text != null) {
            try {
                flatten("", JSON.readTree(text), flat);
            } catch (JsonProcessingException e) {
                flat.put("parameters", text);
            }
        }
        for (String column : List.of("model_kind", "recipe")) {
            if (row.getAs(column) != null) {
                flat.put(column, row.getAs(column));
            }
        }
        return flat;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> flat) {
        if (!node.isObject()) {
            flat.put(path, node.isTextual() ? node.asText() : node.toString());
            return;
        }
        Set<String> names = new HashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> flatten(path.isEmpty() ? name : path + '.' + name, node.get(name), flat));
    }
}
