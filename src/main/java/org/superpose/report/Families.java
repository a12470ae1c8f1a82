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
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.superpose.grid.SizeFamily;

/**
 * Which points may stand in one series: those that differ in size, density, importance and seed alone. What a model is, what it learns from
 * and the version that made it tell families apart wherever they vary; so do other parameters where points differ in them that agree in
 * every parameter chosen before, once what follows from the size is left out ({@link SizeFamily}): a rate that a recipe takes from the size
 * does not. What is left tells points apart that would otherwise stand at one place.
 *
 * @param labels a name for each family, of the parameters that tell it apart, empty where there is one
 * @param of the family of each point key
 */
record Families(List<String> labels, Map<String, Integer> of) {
    /** The parameters that every figure shows by itself, and that no family needs to name. */
    private static final Set<String> SHOWN = Set.of("n", "m", "density", "importance.decay", "importance.last");

    /** The parameters that are compared first, so that those that follow from them are not named. */
    private static final List<String> FIRST = List.of(
            "model_kind",
            "model.tied",
            "model.hidden",
            "model.output",
            "model.bias",
            "data.kind",
            "recipe",
            "algo_version");

    /** May follow from the size in a way of the user's own, so it is asked only where points agree in the size. */
    private static final String BATCH = "training.batch";

    private static final Set<String> SAY_THEMSELVES = Set.of("model_kind", "recipe");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Makes families from rows of (point_key, model_kind, recipe, parameters). */
    static Families of(List<Row> rows) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        Map<String, Map<String, String>> sizeless = new LinkedHashMap<>();
        for (Row row : rows) {
            String key = row.getAs("point_key");
            String text = row.getAs("parameters");
            all.put(key, parameters(row, text));
            sizeless.put(key, parameters(row, SizeFamily.of(text, row.getAs("recipe"))));
        }
        Naming naming = new Naming(all.keySet());
        Set<String> names = names(sizeless.values());
        FIRST.forEach(name -> naming.ask(name, sizeless, varies(name, sizeless.values())));
        names.removeAll(FIRST);
        names.remove(BATCH);
        names.forEach(name -> naming.ask(name, sizeless, false));
        naming.splitBy(all);
        names(all.values()).forEach(name -> naming.ask(name, all, false));
        return naming.families();
    }

    /** The names of all parameters that no figure shows, in order. */
    private static Set<String> names(Collection<Map<String, String>> points) {
        Set<String> names = new TreeSet<>();
        points.forEach(parameters -> names.addAll(parameters.keySet()));
        names.removeAll(SHOWN);
        return names;
    }

    /** Whether a parameter has two values; to lack it counts as no value. */
    private static boolean varies(String name, Collection<Map<String, String>> points) {
        return points.stream()
                        .map(parameters -> parameters.get(name))
                        .filter(Objects::nonNull)
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
    }

    /** Groups of points that no parameter asked so far tells apart, and the words for each point. */
    private static final class Naming {
        private final Map<String, String> groups = new LinkedHashMap<>();
        private final Map<String, List<String>> words = new LinkedHashMap<>();

        Naming(Set<String> keys) {
            for (String key : keys) {
                groups.put(key, "");
                words.put(key, new ArrayList<>());
            }
        }

        /** Tells points apart by a parameter if points of one group differ in it, or if told to. */
        void ask(String name, Map<String, Map<String, String>> points, boolean anyway) {
            if (!anyway && !differs(name, points)) {
                return;
            }
            points.forEach((key, parameters) -> {
                String value = parameters.get(name);
                split(key, value);
                if (value != null) {
                    words.get(key).add(word(name, value));
                }
            });
        }

        /** From here on points are compared only where they agree in what figures show. */
        void splitBy(Map<String, Map<String, String>> points) {
            points.forEach(
                    (key, parameters) -> SHOWN.stream().sorted().forEach(name -> split(key, parameters.get(name))));
        }

        private void split(String key, String value) {
            groups.merge(key, String.valueOf(value), (before, own) -> before + '\0' + own);
        }

        private boolean differs(String name, Map<String, Map<String, String>> points) {
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

        Families families() {
            Map<String, String> names = new LinkedHashMap<>();
            words.forEach((key, parts) -> names.put(key, String.join(", ", parts)));
            Map<String, Integer> places = new LinkedHashMap<>();
            new TreeSet<>(names.values()).forEach(name -> places.put(name, places.size()));
            return new Families(
                    List.copyOf(places.keySet()),
                    names.entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, entry -> places.get(entry.getValue()))));
        }
    }

    private static String word(String name, String value) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return switch (value) {
            case "true" -> last;
            case "false" -> "not " + last;
            default ->
                SAY_THEMSELVES.contains(name) ? value : (name.equals("algo_version") ? "version" : last) + ' ' + value;
        };
    }

    private static Map<String, String> parameters(Row row, String text) {
        Map<String, String> flat = new TreeMap<>();
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
