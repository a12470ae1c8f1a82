package org.superpose.results;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/** A small file in a directory of results that is there whole or as it was before: written aside under a hidden name, then renamed. */
public final class Replacement {
    /** Read and written by its owner alone. */
    private static final FsPermission OWNER = new FsPermission((short) 0600);

    private Replacement() {}

    /** Writes a file that everyone may read whom the umask lets. */
    public static void write(ResultsDirectory directory, Path file, byte[] content) throws IOException {
        write(directory.files(), file, content, false);
    }

    /** Writes a file that only its owner may read, where the file system is of this machine; another keeps its own rules. */
    static void writePrivate(ResultsDirectory directory, Path file, byte[] content) throws IOException {
        write(directory.files(), file, content, "file".equals(file.toUri().getScheme()));
    }

    private static void write(FileSystem files, Path file, byte[] content, boolean owned) throws IOException {
        Path draft = new Path(file.getParent(), "." + file.getName() + ".draft");
        try (OutputStream out = owned ? FileSystem.create(files, draft, OWNER) : files.create(draft, true)) {
            out.write(content);
        } catch (IOException | FSError e) {
            files.delete(draft, false);
            throw e;
        }
        FileContext.getFileContext(file.toUri(), files.getConf()).rename(draft, file, Options.Rename.OVERWRITE);
    }
}
