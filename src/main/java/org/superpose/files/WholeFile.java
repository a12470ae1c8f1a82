package org.superpose.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is there whole or as it was before. For example a report that finds no room on the disk leaves last week's report alone: the new text is
 * written to a hidden file in the same folder, which takes the name when all of it is on the disk.
 */
public final class WholeFile {
    private WholeFile() {}

    /** What a file shall hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes it, through a stream that this need not close. */
        void to(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, replacing the one that is there. A symbolic link stays one, and what it points to is replaced; what is no regular file, such
     * as {@code /dev/stdout}, is written to as it is.
     *
     * @throws IOException if it cannot be written; what was there before is still there
     */
    public static void write(Path file, Content content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            try (OutputStream out = Files.newOutputStream(file)) {
                content.to(out);
            }
            return;
        }
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path draft = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".draft");
        // A process that a signal ends removes what is not finished.
        draft.toFile().deleteOnExit();
        try {
            fill(draft, content);
            if (Files.exists(target) && Files.getFileStore(target).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(target));
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void fill(Path draft, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.to(Channels.newOutputStream(channel));
            // A rename can reach the disk before the text does.
            channel.force(true);
        }
    }
}
