package org.superpose.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.permission.FsPermission;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superpose.files.WholeFile;

/**
 * A file in a directory of results that is there whole or as it was before. On a file system it is written aside under a hidden name, then renamed; to an object
 * store it is put, and appears when its upload is closed.
 */
public final class Replacement {
    private static final Logger LOG = LoggerFactory.getLogger(Replacement.class);

    /** Read and written by its owner alone. */
    private static final FsPermission OWNER = new FsPermission((short) 0600);

    private Replacement() {}

    /** Writes a file that everyone may read whom the umask lets. */
    public static void write(ResultsDirectory directory, Path file, byte[] content) throws IOException {
        write(directory.files(), draft(file), file, out -> out.write(content));
    }

    /** Writes a file that only its owner may read, where the file system is of this machine; another keeps its own rules. */
    static void writePrivate(ResultsDirectory directory, Path file, byte[] content) throws IOException {
        boolean owned = "file".equals(file.toUri().getScheme());
        write(directory.files(), draft(file), file, out -> out.write(content), owned);
    }

    /**
     * Writes a file of any size.
     *
     * @param draft where it is written, in the same folder, if the file system has a rename
     * @throws IOException if it cannot be written; what was there before still is
     */
    public static void write(FileSystem files, Path draft, Path file, WholeFile.Content content) throws IOException {
        write(files, draft, file, content, false);
    }

    /** Puts a copy of an object into the same object store, whole, in place of what has that name. */
    public static void copy(ResultsDirectory directory, Path from, Path to) throws IOException {
        put(directory.files(), to, out -> {
            try (InputStream in = directory.files().open(from)) {
                in.transferTo(out);
            }
        });
    }

    private static Path draft(Path file) {
        return new Path(file.getParent(), "." + file.getName() + ".draft");
    }

    private static void write(FileSystem files, Path draft, Path file, WholeFile.Content content, boolean owned)
            throws IOException {
        if (ObjectStores.includes(files)) {
            put(files, file, content);
            return;
        }
        try {
            try (OutputStream out = owned ? FileSystem.create(files, draft, OWNER) : files.create(draft, true)) {
                content.to(out);
            }
            FileContext.getFileContext(file.toUri(), files.getConf()).rename(draft, file, Options.Rename.OVERWRITE);
        } catch (IOException | FSError e) {
            discard(files, draft);
            throw e;
        }
    }

    private static void discard(FileSystem files, Path draft) {
        try {
            files.delete(draft, false);
        } catch (IOException | FSError e) {
            // the next run of the sweep removes what is unfinished
            LOG.debug("{} cannot be removed", draft, e);
        }
    }

    /**
     * Puts an object into an object store. What fails on the way leaves nothing: the upload is broken off, or where the client cannot do that left open, because
     * closing it would publish what there is of it.
     */
    static void put(FileSystem files, Path file, WholeFile.Content content) throws IOException {
        FSDataOutputStream out = files.create(file, true);
        boolean whole = false;
        try {
            content.to(out);
            whole = true;
        } finally {
            if (!whole && out.hasCapability(StreamCapabilities.ABORTABLE_STREAM)) {
                out.abort();
            }
        }
        out.close();
    }
}
