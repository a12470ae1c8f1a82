package org.superpose.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * The page around the data: one file with D3, our scripts and our style inside. Its policy lets it run those scripts and no other, known by
 * their SHA-256, and reach nothing outside itself.
 */
final class Page {
    private static final String FIGURES = "figures";

    private Page() {}

    /** @param data JSON without {@code <} */
    static String of(String data) {
        String library = "/*\n" + Resources.d3("LICENSE").strip() + "\n*/\n"
                + Resources.d3("dist/d3.min.js").strip() + '\n';
        String script = script();
        String style = Resources.own("report.css");
        String policy = "default-src 'none'; img-src data: blob:; style-src " + hash(style) + "; script-src "
                + hash(library) + ' ' + hash(script) + "; base-uri 'none'; form-action 'none'";
        StringBuilder page = new StringBuilder(data.length() + 500_000);
        for (String part : Resources.own(Resources.TEMPLATE).split("(?=\\{\\{)|(?<=\\}\\})", -1)) {
            page.append(
                    switch (part) {
                        case "{{policy}}" -> policy;
                        case "{{style}}" -> style;
                        case "{{library}}" -> library;
                        case "{{script}}" -> script;
                        case "{{data}}" -> data;
                        default -> part;
                    });
        }
        return page.toString();
    }

    /** Every figure, each a file of {@code script/figures} that exports {@code figure}, and the module that starts the page with them. */
    private static String script() {
        Bundle bundle = new Bundle(path -> Resources.own("script/" + path));
        String start = bundle.add("main.mjs", "start");
        return Resources.names("script/" + FIGURES, ".mjs").stream()
                .map(name -> '"' + name + "\": " + bundle.add(FIGURES + '/' + name + ".mjs", "figure"))
                .collect(Collectors.collectingAndThen(Collectors.joining(", ", start + "({", "});"), bundle::script));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + '\'';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
