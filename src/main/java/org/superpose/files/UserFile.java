package org.superpose.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.superpose.errors.Printable;
import org.superpose.errors.UserException;

/** Reads that say what lies at a path where it is not a file of the kind that was asked for. */
public final class UserFile {
    /** The type of a file in its mode, and the types that there are in Unix; Java itself knows only "other". */
    private static final int TYPE = 0xf000;

    private static final int PIPE = 0x1000;
    private static final int REGULAR = 0x8000;
    private static final int SOCKET = 0xc000;

    private UserFile() {}

    /**
     * Returns if there is a file at {@code path} that can be read, has something in it and does not begin like a file of another kind.
     *
     * @param name how messages name it, such as {@code --data x.csv}
     * @param wanted what is asked for, with its article: {@code a sweep file}
     * @throws UserException saying what is there instead, and what to do
     */
    public static void require(Path path, String name, String wanted) {
        obstacle(path, wanted).ifPresent(obstacle -> {
            throw mistake(name, obstacle);
        });
        try (InputStream in = Files.newInputStream(path)) {
            requireKind(in.readNBytes(FileKind.LONGEST), name, wanted);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /**
     * Returns if a file that begins so has something in it and is not of another kind.
     *
     * @throws UserException saying what it is instead, and what to do
     */
    public static void requireKind(byte[] beginning, String name, String wanted) {
        if (beginning.length == 0) {
            throw mistake(name, "is empty; give " + wanted);
        }
        FileKind.of(beginning).ifPresent(kind -> {
            throw mistake(name, kind.sentence());
        });
    }

    /** What keeps the file at {@code path} from being read, if anything does: "is a directory", for example. */
    private static Optional<String> obstacle(Path path, String wanted) {
        if (!Files.exists(path)) {
            return Optional.of(absent(path));
        }
        if (!Files.isRegularFile(path)) {
            return Optional.of("is " + type(path) + "; give " + wanted);
        }
        return Files.isReadable(path) ? Optional.empty() : Optional.of("cannot be read: permission denied");
    }

    /** Why there seems to be nothing at {@code path}. */
    private static String absent(Path path) {
        try {
            if (Files.isSymbolicLink(path)) {
                return "is a symbolic link to "
                        + Printable.line(Files.readSymbolicLink(path).toString()) + ", which leads to no file";
            }
            Files.readAttributes(path, BasicFileAttributes.class);
            return "no such file";
        } catch (NoSuchFileException e) {
            return "no such file";
        } catch (IOException e) {
            return "cannot be read: " + reason(e);
        }
    }

    /** What a path is, with its article: a directory, a file, a pipe, a socket or a device. */
    public static String type(Path path) {
        if (Files.isDirectory(path)) {
            return "a directory";
        }
        try {
            int mode = (Integer) Files.getAttribute(path, "unix:mode");
            return switch (mode & TYPE) {
                case REGULAR -> "a file";
                case PIPE -> "a pipe";
                case SOCKET -> "a socket";
                default -> "a device";
            };
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return "no regular file";
        }
    }

    /** The exception for a file that could not be read after all. */
    public static UserException unreadable(String name, IOException cause) {
        String what =
                cause instanceof CharacterCodingException ? "is not UTF-8 text" : "cannot be read: " + reason(cause);
        return new UserException(Printable.line(name) + ": " + what, cause);
    }

    /** Why an operation failed, in words: the messages of some of Java's exceptions are the path alone. */
    public static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (failure instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private static UserException mistake(String name, String what) {
        return new UserException(Printable.line(name) + ": " + what);
    }
}
