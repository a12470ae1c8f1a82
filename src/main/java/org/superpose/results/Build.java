package org.superpose.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this jar was built from, as the build wrote it into {@code build.properties}.
 *
 * @param version this project's version
 * @param commit the git commit, or {@code unknown} outside a checkout
 * @param dirty whether tracked files differed from that commit
 * @param spark the Spark version compiled against
 * @param nd4j the ND4J version bundled
 * @param d3 the D3 version bundled
 */
public record Build(String version, String commit, boolean dirty, String spark, String nd4j, String d3) {
    private static final String RESOURCE = "/org/superpose/build.properties";
    private static final Build CURRENT = read();

    /** The build of the running program. */
    public static Build current() {
        return CURRENT;
    }

    /** The commit, with a mark when the sources that were built differ from it. */
    public String revision() {
        return dirty ? commit + "-dirty" : commit;
    }

    private static Build read() {
        Properties properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing: build with Maven, which writes it.");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
        return new Build(
                properties.getProperty("version"),
                properties.getProperty("commit"),
                Boolean.parseBoolean(properties.getProperty("dirty")),
                properties.getProperty("spark"),
                properties.getProperty("nd4j"),
                properties.getProperty("d3"));
    }
}
