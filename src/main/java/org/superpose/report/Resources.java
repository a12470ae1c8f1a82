package org.superpose.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.superpose.results.Build;

/** Texts that travel in the jar. */
final class Resources {
    private Resources() {}

    /** A file of the report: its template, style, scripts and queries. */
    static String own(String name) {
        return text("/org/superpose/report/" + name);
    }

    /** A file of D3's webjar. */
    static String d3(String name) {
        return text("/META-INF/resources/webjars/d3/" + Build.current().d3() + '/' + name);
    }

    private static String text(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }
}
