package org.superpose.results;

import java.io.File;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.superpose.errors.UserException;

/**
 * What a location that a user names means. For example {@code results/small} is a directory under the one where the command was given, on this machine,
 * whatever file system the site has by default; {@code /results/small} is in the site's default file system, as everywhere in Hadoop; and
 * {@code hdfs:///results/small} says itself where it is.
 */
final class Location {
    private Location() {}

    /**
     * The path of a location.
     *
     * @throws UserException where it is relative and the driver is not beside its user
     * @throws IllegalArgumentException where it is malformed
     */
    static Path path(String location) {
        Path path = new Path(location);
        if (path.toUri().getScheme() != null || path.isAbsolute()) {
            return path;
        }
        if (DeployMode.cluster(new SparkConf())) {
            throw new UserException("--out " + location
                    + " is relative, and in cluster deploy mode the driver has no directory of yours; name one that all nodes see, such as"
                    + " hdfs:///user/me/results");
        }
        return new Path("file", null, new File(location).getAbsolutePath());
    }
}
