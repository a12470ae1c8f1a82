package org.superpose.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * ES modules as one classic script, because a page that is opened from a file may import no other file. Each module becomes a function that is
 * called once, after those it imports, and returns what it exports:
 *
 * <pre>{@code
 * import {number} from "./numbers.mjs";         const module2 = (() => {
 * export const twice = x => number(2 * x);      const {number} = module1;
 *                                               const twice = x => number(2 * x);
 *                                               return {twice};
 *                                               })();
 * }</pre>
 *
 * <p>A module may hold {@code import {a, b} from "PATH";} and {@code import * as a from "PATH";}, each in a line of its own, where PATH begins with
 * a dot and ends with {@code .mjs}; and {@code export const}, {@code function}, {@code async function} or {@code class} before a name. All else that begins a line with {@code import} or
 * {@code export} is refused, as are circles of imports: the page would do another thing than the modules by themselves.
 */
final class Bundle {
    private static final Pattern STATEMENT = Pattern.compile("(?m)^(?:import|export)\\b.*$");

    private static final Pattern IMPORT =
            Pattern.compile("import (?:\\* as (\\w+)|(\\{\\w+(?:, \\w+)*\\})) from \"(\\.[\\w./-]*\\.mjs)\";");

    private static final Pattern EXPORT =
            Pattern.compile("export ((?:const|function|async function|class) (\\w+)\\b.*)", Pattern.DOTALL);

    private final UnaryOperator<String> source;
    private final Map<String, Module> modules = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    /** @param variable holds what the module exports */
    private record Module(String variable, Set<String> exports, String script) {}

    /** @param source gives the text of the module at a path, such as {@code pure/numbers.mjs} */
    Bundle(UnaryOperator<String> source) {
        this.source = source;
    }

    /** Adds a module, after those it imports, unless it is there; returns the expression for what it exports under a name. */
    String add(String path, String export) {
        Module module = module(path);
        if (!module.exports().contains(export)) {
            throw new IllegalStateException(
                    path + " exports no " + export + ", but " + String.join(", ", module.exports()));
        }
        return module.variable() + '.' + export;
    }

    /** All modules added, and then a statement that sees their variables. */
    String script(String statement) {
        return modules.values().stream()
                .map(Module::script)
                .collect(Collectors.joining("\n", "(() => {\n\"use strict\";\n", '\n' + statement + "\n})();\n"));
    }

    private Module module(String path) {
        Module known = modules.get(path);
        if (known != null) {
            return known;
        }
        if (!open.add(path)) {
            throw new IllegalStateException(
                    "modules import each other in a circle: " + String.join(", ", open) + ", " + path);
        }
        Set<String> exports = new LinkedHashSet<>();
        String body = body(path, exports);
        open.remove(path);
        String variable = "module" + (modules.size() + 1);
        Module module = new Module(
                variable,
                exports,
                "// " + path + "\nconst " + variable + " = (() => {\n" + body.strip() + "\nreturn {"
                        + String.join(", ", exports) + "};\n})();\n");
        modules.put(path, module);
        return module;
    }

    /** The text of a module with its imports and exports replaced; what it exports is added to {@code exports}. */
    private String body(String path, Set<String> exports) {
        Matcher statement = STATEMENT.matcher(source.apply(path));
        StringBuilder body = new StringBuilder();
        while (statement.find()) {
            statement.appendReplacement(body, Matcher.quoteReplacement(replaced(statement.group(), path, exports)));
        }
        return statement.appendTail(body).toString();
    }

    private String replaced(String line, String path, Set<String> exports) {
        Matcher export = EXPORT.matcher(line);
        if (export.matches()) {
            exports.add(export.group(2));
            return export.group(1);
        }
        Matcher wanted = IMPORT.matcher(line);
        if (!wanted.matches()) {
            throw new IllegalStateException(path + ": a bundle cannot hold the statement " + line);
        }
        String from = resolved(path, wanted.group(3));
        Module module = module(from);
        if (wanted.group(1) != null) {
            return "const " + wanted.group(1) + " = " + module.variable() + ';';
        }
        for (String name : wanted.group(2).replaceAll("[{} ]", "").split(",", -1)) {
            if (!module.exports().contains(name)) {
                throw new IllegalStateException(path + " imports " + name + ", which " + from + " does not export");
            }
        }
        return "const " + wanted.group(2) + " = " + module.variable() + ';';
    }

    /** {@code pure/numbers.mjs} for {@code ../pure/numbers.mjs} in {@code figures/plane.mjs}. */
    private static String resolved(String importer, String path) {
        List<String> parts = new ArrayList<>(List.of(importer.split("/", -1)));
        parts.remove(parts.size() - 1);
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                if (parts.isEmpty()) {
                    throw new IllegalStateException(importer + " imports " + path + ", which is outside the scripts");
                }
                parts.remove(parts.size() - 1);
            } else if (!part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }
}
