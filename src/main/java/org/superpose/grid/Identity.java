package org.superpose.grid;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.superpose.config.Origin;
import org.superpose.config.Setting;
import org.superpose.config.Spec;
import org.superpose.construct.Construction;
import org.superpose.data.Objective;
import org.superpose.model.ModelKind;
import org.superpose.train.Initialisation;
import org.superpose.train.Sampling;

/**
 * What makes two points the same: {@code parameters}, the canonical JSON (RFC 8785) of everything scientific with all defaults filled in, and the
 * keys made from it. Each setting stands under its dotted key, {@code training.schedule.kind} as <code>{"training":{"schedule":{"kind":…}}}</code>.
 * Names, recipes' labels, ratio_nominal, paths, kernels, devices and what is measured are not in it.
 */
public final class Identity {
    /** The algo_version of points that are trained as they were before there were strata, or are built. */
    private static final int PLAIN_VERSION = 3;

    /** The algo_version of points with stratified batches. */
    private static final int STRATIFIED_VERSION = 4;

    /** The versions of the points that are made today. A point gets a new one when the same settings would give another model; others keep theirs. */
    public static final List<Integer> ALGO_VERSIONS = List.of(PLAIN_VERSION, STRATIFIED_VERSION);

    private static final int KEY_BYTES = 16;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Identity() {}

    /** The first 32 hexadecimal digits of SHA-256 of {@code parameters} in UTF-8. */
    public static String pointKey(String parameters) {
        return hash(parameters);
    }

    /** The first 32 hexadecimal digits of SHA-256 of {@code parameters}, a line feed, and the seed in decimal. */
    public static String modelKey(String parameters, long seed) {
        return hash(parameters + "\n" + seed);
    }

    /** A point from its parts, as an expansion would give it. */
    public static Point point(Spec spec, long seed) {
        String parameters = parameters(spec);
        return point(spec, parameters, pointKey(parameters), seed);
    }

    /** The same point built in this way; keys change with it. */
    public static Point built(Point point, Construction construction) {
        Spec spec = point.spec();
        return point(
                new Spec(
                        spec.n(),
                        spec.m(),
                        spec.ratioNominal(),
                        spec.objective(),
                        spec.model(),
                        new Origin.Built(construction)),
                point.seed());
    }

    /** A point of which the parameters and their key are known already. */
    static Point point(Spec spec, String parameters, String pointKey, long seed) {
        return new Point(spec, seed, pointKey, modelKey(parameters, seed));
    }

    /** The canonical JSON of everything scientific; neither the recipe's name nor ratioNominal is. */
    static String parameters(Spec spec) {
        return Parameters.text(spec);
    }

    /** The version of the algorithm that makes this point, one of {@link #ALGO_VERSIONS}. */
    public static int algoVersion(Spec spec) {
        return spec.origin() instanceof Origin.Trained trained
                        && trained.training().sampling() == Sampling.STRATIFIED
                ? STRATIFIED_VERSION
                : PLAIN_VERSION;
    }

    /**
     * Reads back what {@code parameters} describes. The recipe's label and ratioNominal are not part of it: both are null.
     *
     * @throws IllegalArgumentException if the text is not what an expansion makes, of one of the {@link #ALGO_VERSIONS}
     */
    public static Point parse(String parameters, long seed) {
        Spec spec;
        String again;
        try {
            spec = spec(MAPPER.readTree(parameters));
            again = parameters(spec);
        } catch (JacksonException | NullPointerException | ClassCastException | ArithmeticException e) {
            throw new IllegalArgumentException("not the parameters of a point: " + parameters, e);
        }
        if (!again.equals(parameters)) {
            throw new IllegalArgumentException(
                    "not the parameters of a point of algo_version " + ALGO_VERSIONS + ": " + parameters);
        }
        Point point = point(spec, parameters, pointKey(parameters), seed);
        point.layout();
        return point;
    }

    private static Spec spec(JsonNode json) {
        Values values = setting -> value(at(json, setting.key()));
        Objective objective = new Objective(Parts.data(values), values.real(Setting.DENSITY), Parts.importance(values));
        return new Spec(
                values.whole(Setting.N),
                values.whole(Setting.M),
                null,
                objective,
                Parts.model(values),
                origin(json, values));
    }

    private static Origin origin(JsonNode json, Values values) {
        ModelKind kind = values.constant(Setting.KIND, ModelKind.class);
        if (kind == null) {
            return new Origin.Trained(
                    null,
                    Parts.training(
                            values,
                            init -> init.equals("mirrored")
                                    ? new Initialisation.Mirrored(
                                            at(json, Parameters.NORM2).asDouble(),
                                            at(json, Parameters.MEAN).asDouble())
                                    : Parts.made(
                                            init,
                                            values,
                                            at(json, Parameters.START).asInt())));
        }
        return new Origin.Built(
                switch (kind) {
                    case TRAINED -> throw new IllegalArgumentException("a trained model is not said to be of a kind");
                    case RUG -> new Construction.Rug();
                    case PROJECTOR -> new Construction.Projector();
                    case TILED -> new Construction.Tiled(blocks(json), List.of());
                    case CIRCLE -> new Construction.Circle();
                    case SPHERICAL ->
                        new Construction.Spherical(at(json, Parameters.CODES).asInt());
                    case LADDER ->
                        new Construction.Ladder(at(json, Parameters.CODES).asInt());
                });
    }

    private static List<Construction.Copies> blocks(JsonNode json) {
        if (at(json, Parameters.BLOCKS).isMissingNode()) {
            return List.of(new Construction.Copies(
                    at(json, Parameters.BLOCK).textValue(),
                    at(json, Parameters.COPIES).asInt(),
                    null));
        }
        return at(json, Parameters.BLOCKS).properties().stream()
                .map(copies -> new Construction.Copies(
                        copies.getKey(), copies.getValue().asInt(), null))
                .toList();
    }

    /** The node at the end of a dotted path; a missing one where there is none. */
    private static JsonNode at(JsonNode json, String path) {
        JsonNode node = json;
        for (String name : path.split("\\.", -1)) {
            node = node.path(name);
        }
        return node;
    }

    /** Returns null for what is missing. */
    private static Object value(JsonNode node) {
        if (node.isNumber()) {
            return node.numberValue();
        }
        return node.isBoolean() ? (Object) node.booleanValue() : node.textValue();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
