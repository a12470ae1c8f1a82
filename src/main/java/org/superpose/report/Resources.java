package org.superpose.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.superpose.results.Build;

/** Text files that are in the jar. */
final class Resources {
    /** The page without its parts. */
    static final String TEMPLATE = "report.html";

    private static final String OWN = "/org/superpose/report/";

    private Resources() {}

    /** A file of the report: its template, style, scripts and queries. */
    static String own(String name) {
        return text(OWN + name);
    }

    /**
     * The files of a folder of the report that end so, in order: {@code names("sql", ".sql")} are {@code [coverage, curves, …]}.
     *
     * @return names without folder and ending
     */
    static List<String> names(String folder, String ending) {
        // A jar need not have entries for folders, so the place of a file tells where they are.
        URL template = Resources.class.getResource(OWN + TEMPLATE);
        if (template == null) {
            throw new IllegalStateException(OWN + TEMPLATE + " is missing from the jar");
        }
        try {
            URI uri = template.toURI();
            if (!uri.getScheme().equals("jar")) {
                return names(Path.of(uri).resolveSibling(folder), ending);
            }
            String jar = uri.getSchemeSpecificPart().replaceFirst("!/.*", "");
            // A file system of our own, so that closing it takes it from nobody else.
            try (FileSystem files = FileSystems.newFileSystem(Path.of(URI.create(jar)), Map.of())) {
                return names(files.getPath(OWN + folder), ending);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the files of " + folder + " beside " + template + " cannot be listed", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(template.toString(), e);
        }
    }

    private static List<String> names(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        }
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
