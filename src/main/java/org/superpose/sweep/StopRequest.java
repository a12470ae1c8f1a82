package org.superpose.sweep;

import java.io.IOException;
import java.io.Serializable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Asks every task of an invocation to finish early and commit what it has: a marker file that all executors see, and within this JVM a flag
 * that needs no file. Tasks that start after it do nothing.
 */
public final class StopRequest implements Serializable {
    private static final long serialVersionUID = 1;
    private static final long SECOND = 1_000_000_000L;
    /** Each look at an object store is two requests that cost money and may be throttled. */
    private static final long OBJECT_STORE_SECONDS = 10;

    private static final Set<String> STOPPED_HERE = ConcurrentHashMap.newKeySet();

    private final String marker;
    private final long lookEvery;
    private transient long lastLook;

    /** @param marker the file whose existence means stop; unique to the invocation */
    StopRequest(Path marker, boolean objectStore) {
        this.marker = marker.toString();
        this.lookEvery = objectStore ? OBJECT_STORE_SECONDS * SECOND : SECOND;
    }

    /** Makes the request; if the marker cannot be written (a full disk), tasks in other JVMs learn of it when the job is cancelled. */
    void make() throws IOException {
        STOPPED_HERE.add(marker);
        files().create(new Path(marker), true).close();
    }

    /** Whether the request was made; looks at the file system at most once a second, at an object store once in ten. */
    boolean made() {
        if (STOPPED_HERE.contains(marker)) {
            return true;
        }
        long now = System.nanoTime();
        if (lastLook != 0 && now - lastLook < lookEvery) {
            return false;
        }
        lastLook = now;
        try {
            if (files().exists(new Path(marker))) {
                STOPPED_HERE.add(marker);
                return true;
            }
        } catch (IOException e) {
            // An unreadable marker is no request; a directory that is really gone fails the task at its commit.
            return false;
        }
        return false;
    }

    /** Whether the request was made, by a look at the file system in any case. */
    boolean madeByNow() {
        lastLook = 0;
        return made();
    }

    /** Removes the marker. */
    void clear() throws IOException {
        STOPPED_HERE.remove(marker);
        files().delete(new Path(marker), false);
    }

    private FileSystem files() throws IOException {
        return new Path(marker).getFileSystem(SparkHadoopUtil.get().conf());
    }
}
