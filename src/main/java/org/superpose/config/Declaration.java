package org.superpose.config;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.superpose.data.DataSpec;
import org.superpose.model.ModelSpec;
import org.superpose.model.OutputFunction;
import org.superpose.train.TrainingSpec;

/**
 * What is to be said of one {@link Setting}, once. For example
 *
 * <pre>
 * declare("model.bias", new Kind.Flag()).model(ModelSpec::bias).standard("true").means("Whether the bias b is trained.")
 * </pre>
 */
final class Declaration {
    private final String key;
    private final Kind kind;
    private String alias;
    private String usually = "";
    private Serializable standard;
    private String sentence = "";
    private Setting inPlaceOf;
    private Setting owner;
    private List<String> owners = List.of();
    private Predicate<Object> inParameters = value -> true;
    private Function<Spec, ?> ofSpec;
    private Function<DataSpec, ?> ofData = data -> null;
    private Function<TrainingSpec, ?> ofTraining = training -> null;

    private Declaration(String key, Kind kind) {
        this.key = key;
        this.kind = kind;
    }

    /** @param key the dotted key in sweep files, and the place in a point's {@code parameters} */
    static Declaration declare(String key, Kind kind) {
        return new Declaration(key, kind);
    }

    /** The parameter of this name, of the output functions that have one so called. */
    static Declaration outputParameter(Setting output, String name, Kind kind) {
        List<OutputFunction.Kind> owners = Stream.of(OutputFunction.Kind.values())
                .filter(owner -> name.equals(owner.parameterName()))
                .toList();
        String standards = owners.stream()
                .map(owner -> Numbers.shown(OutputFunction.standard(owner, 1, 1).parameter())
                        + (owners.size() == 1 ? "" : " (`" + owner.label() + "`)"))
                .collect(Collectors.joining(", "));
        return declare("model." + name, kind)
                .model(model -> model.output().parameterCalled(name))
                .belongsTo(
                        output, owners.stream().map(OutputFunction.Kind::label).toList())
                .usually(standards);
    }

    /** The parameter of this name, of the one kind of data that has it. */
    static Declaration dataParameter(Setting kinds, String name, Kind kind) {
        DataSpec.Kind owner = Stream.of(DataSpec.Kind.values())
                .filter(candidate -> name.equals(candidate.parameterName()))
                .findFirst()
                .orElseThrow();
        return declare("data." + name, kind)
                .data(data -> data.parameterCalled(name))
                .belongsTo(kinds, List.of(owner.label()))
                .usually(Numbers.shown(new DataSpec(owner).parameter()));
    }

    /** A setting of training that every recipe has a value for. */
    static Declaration recipe(String key, Kind kind) {
        return declare(key, kind).usually("the recipe's");
    }

    /** A shorter name for the same setting. */
    Declaration shortly(String name) {
        this.alias = name;
        return this;
    }

    /** How the value is read off a model; null where the setting does not apply to it. */
    Declaration spec(Function<Spec, ?> value) {
        this.ofSpec = value;
        return this;
    }

    /** How the value is read off the model's family. */
    Declaration model(Function<ModelSpec, ?> value) {
        return spec(spec -> value.apply(spec.model()));
    }

    /** How the value is read off the data. */
    Declaration data(Function<DataSpec, ?> value) {
        this.ofData = value;
        return spec(spec -> value.apply(spec.objective().data()));
    }

    /** How the value is read off the training; a model that is built has none. */
    Declaration training(Function<TrainingSpec, ?> value) {
        this.ofTraining = value;
        return spec(spec -> spec.origin() instanceof Origin.Trained trained ? value.apply(trained.training()) : null);
    }

    /** The value where none is given, as a sweep file would spell it. */
    Declaration standard(String value) {
        this.usually = value;
        this.standard = kind.read(new Node.Scalar(Position.of(key), value, false));
        return this;
    }

    /** The value where none is given, in words, because it depends on other settings. */
    Declaration usually(String words) {
        this.usually = words;
        return this;
    }

    /** The setting says in another way what {@code other} says, and excludes it. */
    Declaration inPlaceOf(Setting other) {
        this.inPlaceOf = other;
        return this;
    }

    /** The setting applies only where {@code other} is one of these words. */
    Declaration belongsTo(Setting other, List<String> words) {
        this.owner = other;
        this.owners = List.copyOf(words);
        return this;
    }

    /** Which values enter {@code parameters}; all, where this is not declared. */
    Declaration inParametersWhere(Predicate<Object> holds) {
        this.inParameters = holds;
        return this;
    }

    /** What the setting means: whole sentences for the documentation, in Markdown. */
    Declaration means(String text) {
        this.sentence = text;
        return this;
    }

    String key() {
        return key;
    }

    Kind kind() {
        return kind;
    }

    String alias() {
        return alias;
    }

    String usually() {
        return usually;
    }

    String sentence() {
        return sentence;
    }

    Setting inPlaceOf() {
        return inPlaceOf;
    }

    Setting owner() {
        return owner;
    }

    List<String> owners() {
        return owners;
    }

    boolean entersParameters(Object value) {
        return inParameters.test(value);
    }

    /** The literal default as a value, null where there is none. */
    Serializable standardValue() {
        return standard;
    }

    Object value(Spec spec) {
        return typed(ofSpec.apply(spec));
    }

    Object value(DataSpec data) {
        return typed(ofData.apply(data));
    }

    Object value(TrainingSpec training) {
        return typed(ofTraining.apply(training));
    }

    /** A value as a sweep file's values are typed: whole numbers as Long, real ones as Double. */
    private Object typed(Object value) {
        if (value instanceof Number number) {
            return kind instanceof Kind.Whole ? (Object) number.longValue() : (Object) number.doubleValue();
        }
        return value;
    }
}
