package org.superpose.config;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.superpose.errors.Printable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Text to {@link Node}s. No value is ever turned into an object: tags and aliases are refused, so are duplicate keys, a second document,
 * and documents too large or too deep to be a sweep file.
 */
final class TreeReader {
    static final int MOST_CHARACTERS = 1 << 20;
    private static final int MOST_DEPTH = 32;
    private static final int MOST_NODES = 1 << 18;

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonFactory YAML =
            YAMLFactory.builder().loaderOptions(new LoaderOptions()).build();

    private final int[] codePoints;
    private final JsonParser parser;
    private final Function<JsonLocation, Position> locate;
    private int nodes;

    private TreeReader(String text, JsonParser parser, Function<JsonLocation, Position> locate) {
        this.codePoints = text.codePoints().toArray();
        this.parser = parser;
        this.locate = locate;
    }

    /**
     * Reads one document.
     *
     * @param json whether the text is JSON; YAML otherwise
     * @throws ConfigException with the first thing that is no acceptable YAML or JSON
     */
    static Node read(String text, String source, boolean json) {
        return read(text, json ? JSON : YAML, at -> new Position(source, at.getLineNr(), at.getColumnNr()));
    }

    /** Reads the value of a command-line option, a line of YAML; every position is the option itself. */
    static Node readOption(String text, String option) {
        return read(text, YAML, at -> Position.of(option));
    }

    private static Node read(String raw, JsonFactory factory, Function<JsonLocation, Position> locate) {
        String text = raw.startsWith("\uFEFF") ? raw.substring(1) : raw;
        Position start = locate.apply(new JsonLocation(null, 0, 1, 1));
        if (text.length() > MOST_CHARACTERS) {
            throw failure(start, "is longer than " + MOST_CHARACTERS + " characters, too long for a sweep file");
        }
        try (JsonParser parser = factory.createParser(text)) {
            return new TreeReader(text, parser, locate).document(start);
        } catch (JacksonException e) {
            throw syntax(e, e.getCause() instanceof MarkedYAMLException marked ? marked : null, e, start, locate);
        } catch (YAMLException e) {
            throw syntax(e, e instanceof MarkedYAMLException marked ? marked : null, null, start, locate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConfigException failure(Position position, String text) {
        return new ConfigException(List.of(new Mistake(position, "", text)));
    }

    private static ConfigException syntax(
            Exception cause,
            MarkedYAMLException marked,
            JacksonException jackson,
            Position start,
            Function<JsonLocation, Position> locate) {
        String message = cause.getMessage();
        Position position = start;
        if (marked != null && marked.getProblemMark() != null) {
            message = marked.getProblem();
            int line = marked.getProblemMark().getLine() + 1;
            int column = marked.getProblemMark().getColumn() + 1;
            position = locate.apply(new JsonLocation(null, 0, line, column));
        } else if (jackson != null) {
            message = jackson.getOriginalMessage();
            position = jackson.getLocation() == null ? start : locate.apply(jackson.getLocation());
        }
        String line = String.valueOf(message).lines().findFirst().orElse("");
        ConfigException failure = failure(position, "cannot be read: " + Printable.line(plain(line)));
        failure.initCause(cause);
        return failure;
    }

    /** What a parser says, without its own insides. */
    private static String plain(String message) {
        if (message.startsWith("Expected a field name")) {
            return "a key must be a single word, not a list or a section";
        }
        if (message.startsWith("found character '\\t")) {
            return "found a tab; write spaces instead";
        }
        if (message.startsWith("found character '")) {
            return message.replaceFirst("(that cannot start any token).*", "$1; put the value in quotes");
        }
        return message.replaceFirst("'?<stream end>'?|end of stream", "end of the file")
                .replaceFirst(" \\((start marker|not recognized as one since).*|: enable `.*", "");
    }

    private Node document(Position start) throws IOException {
        if (parser.nextToken() == null) {
            throw failure(start, "is empty");
        }
        Node root = node(0);
        if (parser.nextToken() != null) {
            throw failure(here(), "holds a second document; a sweep file is one document");
        }
        return root;
    }

    private Position here() {
        return locate.apply(parser.currentTokenLocation());
    }

    /** The value that starts at the current token; ends on its last token. */
    private Node node(int depth) throws IOException {
        Position position = here();
        checkSafe(position);
        if (depth > MOST_DEPTH) {
            throw failure(position, "is nested more than " + MOST_DEPTH + " deep");
        }
        if (++nodes > MOST_NODES) {
            throw failure(position, "has more than " + MOST_NODES + " values");
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(position, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            return sequence(position, depth);
        }
        return new Node.Scalar(position, parser.getText(), token == JsonToken.VALUE_STRING && quoted());
    }

    private void checkSafe(Position position) throws IOException {
        if (parser instanceof YAMLParser yaml) {
            if (yaml.isCurrentAlias()) {
                throw failure(
                        position,
                        "the alias *" + Printable.brief(yaml.getText()) + " is not allowed; write the value out");
            }
            if (yaml.getTypeId() != null) {
                String tag = yaml.getTypeId().replaceFirst("^tag:yaml\\.org,2002:", "!");
                throw failure(position, "the tag !" + Printable.brief(tag) + " is not allowed; leave it out");
            }
        }
    }

    private Node sequence(Position position, int depth) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(depth + 1));
        }
        return new Node.Sequence(position, items);
    }

    private Node mapping(Position position, int depth) throws IOException {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Position key = here();
            checkSafe(key);
            String name = parser.currentName();
            parser.nextToken();
            Node.Entry first = entries.putIfAbsent(name, new Node.Entry(key, node(depth + 1)));
            if (first != null) {
                throw new ConfigException(
                        List.of(new Mistake(key, name, "is given twice; the first is at " + first.key())));
            }
        }
        return new Node.Mapping(position, entries);
    }

    private boolean quoted() {
        if (!(parser instanceof YAMLParser)) {
            return true;
        }
        long offset = parser.currentTokenLocation().getCharOffset();
        return offset >= 0 && offset < codePoints.length && "\"'|>".indexOf(codePoints[(int) offset]) >= 0;
    }
}
