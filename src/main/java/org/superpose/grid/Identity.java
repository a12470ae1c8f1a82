package org.superpose.grid;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.superpose.construct.Construction;
import org.superpose.data.DataSpec;
import org.superpose.data.FeatureTree;
import org.superpose.kernel.AdamRule;
import org.superpose.model.Activation;
import org.superpose.model.Importance;
import org.superpose.model.KeyedSets;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.train.Initialisation;
import org.superpose.train.Schedule;
import org.superpose.train.StopRule;
import org.superpose.train.TrainingSpec;

/**
 * What makes two points the same: {@code parameters}, the canonical JSON (RFC 8785) of everything scientific with all defaults filled in, and the
 * keys made from it. Names, recipes' labels, ratio_nominal, paths, kernels, devices and what is measured are not in it.
 */
public final class Identity {
    /** Raised when the same parameters would give another model; then every point is new. */
    public static final int ALGO_VERSION = 3;

    private static final int KEY_BYTES = 16;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Identity() {}

    /** The first 32 hexadecimal digits of SHA-256 of {@code parameters} in UTF-8. */
    public static String pointKey(String parameters) {
        return hash(parameters);
    }

    /** The same of {@code parameters}, a line feed, and the seed in decimal. */
    public static String modelKey(String parameters, long seed) {
        return hash(parameters + "\n" + seed);
    }

    /** A point from its parts, as an expansion would give it. */
    public static Point point(
            int n,
            int m,
            Double ratioNominal,
            double density,
            Importance importance,
            ModelSpec model,
            DataSpec data,
            String recipe,
            TrainingSpec training,
            long seed) {
        return point(new Draft(n, m, ratioNominal, density, importance, model, data, recipe, training, null), seed);
    }

    /** The same point built in this way; keys change with it. */
    public static Point built(Point point, Construction construction) {
        Draft draft = new Draft(
                point.n(),
                point.m(),
                point.ratioNominal(),
                point.density(),
                point.importance(),
                point.model(),
                point.data(),
                null,
                null,
                construction);
        return point(draft, point.seed());
    }

    private static Point point(Draft draft, long seed) {
        String parameters = draft.parameters();
        return draft.point(parameters, pointKey(parameters), seed);
    }

    /**
     * Reads back what {@code parameters} describes. The recipe's label and ratioNominal are not part of it: both are null.
     *
     * @throws IllegalArgumentException if the text is not what an expansion makes, of this {@link #ALGO_VERSION}
     */
    public static Point parse(String parameters, long seed) {
        Draft draft;
        try {
            draft = draft(MAPPER.readTree(parameters));
        } catch (JacksonException | NullPointerException e) {
            throw new IllegalArgumentException("not the parameters of a point: " + parameters, e);
        }
        if (!draft.parameters().equals(parameters)) {
            throw new IllegalArgumentException(
                    "not the parameters of a point of algo_version " + ALGO_VERSION + ": " + parameters);
        }
        Point point = draft.point(parameters, pointKey(parameters), seed);
        point.layout();
        return point;
    }

    private static Draft draft(JsonNode json) {
        JsonNode model = json.get("model");
        return new Draft(
                json.get("n").asInt(),
                json.get("m").asInt(),
                null,
                json.get("density").asDouble(),
                importance(json.get("importance")),
                new ModelSpec(
                        model.get("tied").asBoolean(),
                        constant(Activation.class, model.get("hidden")),
                        output(model),
                        model.get("bias").asBoolean()),
                data(json.get("data")),
                null,
                model.has("kind") ? null : training(json.get("training")),
                model.has("kind") ? construction(model) : null);
    }

    private static Construction construction(JsonNode model) {
        String kind = model.get("kind").asText();
        return switch (kind) {
            case "rug" -> new Construction.Rug();
            case "projector" -> new Construction.Projector();
            case "tiled" ->
                new Construction.Tiled(
                        model.get("block").asText(), model.get("copies").asInt(), List.of());
            default -> throw new IllegalArgumentException("no construction is called " + kind);
        };
    }

    private static DataSpec data(JsonNode json) {
        DataSpec.Kind kind = constant(DataSpec.Kind.class, json.get("kind"));
        return new DataSpec(
                kind,
                json.path("size").asInt(),
                json.has("marginal") ? constant(DataSpec.Marginal.class, json.get("marginal")) : null,
                json.has("graph") ? constant(FeatureTree.class, json.get("graph")) : null,
                kind.parameterName() == null
                        ? 0
                        : json.get(kind.parameterName()).asDouble());
    }

    private static OutputFunction output(JsonNode json) {
        OutputFunction.Kind kind = constant(OutputFunction.Kind.class, json.get("output"));
        String parameter = kind.parameterName();
        return new OutputFunction(
                kind, parameter == null ? 0 : json.get(parameter).asDouble());
    }

    private static Importance importance(JsonNode json) {
        Importance base = json.has("decay")
                ? new Importance.Decay(json.get("decay").asDouble())
                : new Importance.Last(json.get("last").asDouble());
        return json.has("size")
                ? new Importance.Conditional(
                        base,
                        new KeyedSets(
                                json.get("size").asInt(), json.get("otherwise").asDouble()))
                : base;
    }

    private static TrainingSpec training(JsonNode json) {
        JsonNode schedule = json.get("schedule");
        JsonNode optimizer = json.get("optimizer");
        JsonNode stop = json.get("stop");
        return new TrainingSpec(
                json.get("batch").asInt(),
                json.get("steps").asInt(),
                json.get("learningRate").asDouble(),
                new Schedule(
                        constant(Schedule.Kind.class, schedule.get("kind")),
                        schedule.get("warmup").asInt()),
                new AdamRule(
                        optimizer.get("beta1").asDouble(),
                        optimizer.get("beta2").asDouble(),
                        optimizer.get("epsilon").asDouble(),
                        optimizer.get("weightDecay").asDouble()),
                initialisation(json.get("init")),
                stop.has("window")
                        ? new StopRule(
                                stop.get("window").asInt(), stop.get("every").asInt())
                        : null);
    }

    private static Initialisation initialisation(JsonNode json) {
        String kind = json.get("kind").asText();
        return switch (kind) {
            case "uniform" -> new Initialisation.Uniform();
            case "xavier" -> new Initialisation.Xavier(json.get("instances").asInt());
            case "mirrored" ->
                new Initialisation.Mirrored(
                        json.get("norm2").asDouble(), json.get("mean").asDouble());
            default -> throw new IllegalArgumentException("no initialisation is called " + kind);
        };
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonNode label) {
        return Enum.valueOf(type, label.asText().toUpperCase(Locale.ROOT));
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
