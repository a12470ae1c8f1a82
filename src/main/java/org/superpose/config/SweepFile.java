package org.superpose.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.superpose.errors.Printable;
import org.superpose.errors.UserException;
import org.superpose.files.UserFile;
import org.superpose.measure.MeasureSpec;
import org.superpose.train.TimeLimits;

/**
 * A sweep file as it was written: every value checked by itself, axes computed, nothing multiplied out yet.
 *
 * @param name of the sweep; the file's name without its extension where none is given
 * @param kernel one of {@link org.superpose.kernel.Kernels#requests}
 * @param limits how long a model may take, and when its state is kept
 * @param blocks the grids whose union is the sweep; {@code grid} is a single block
 * @param seeds distinct, at least one
 * @param notices what was changed without being wrong: values rounded, repetitions left out, axes overridden
 */
public record SweepFile(
        String name,
        String kernel,
        MeasureSpec measure,
        TimeLimits limits,
        List<GridBlock> blocks,
        List<Long> seeds,
        List<String> notices)
        implements Serializable {
    private static final String WANTED = "a sweep file";
    private static final int MOST_BYTES = 4 * TreeReader.MOST_CHARACTERS;

    public SweepFile {
        blocks = List.copyOf(blocks);
        seeds = List.copyOf(seeds);
        notices = List.copyOf(notices);
    }

    /**
     * Reads a file; JSON if its name ends in {@code .json}, YAML otherwise.
     *
     * @param sets overrides {@code key=value}: a dotted key of the file ({@code training.steps}, {@code grid.n}, {@code seeds}) and its new value in
     *     YAML, applied in order. A key of a section also beats axes and blocks that give the same key
     * @throws ConfigException with every mistake in the file and the overrides
     * @throws UserException if there is no such file or it cannot be read
     */
    public static SweepFile read(Path file, List<String> sets) {
        return read(text(file), file.toString(), sets);
    }

    /**
     * Reads a sweep from its text.
     *
     * @param source the name shown in messages; JSON if it ends in {@code .json}
     */
    public static SweepFile read(String text, String source, List<String> sets) {
        Node root = TreeReader.read(text, source, source.endsWith(".json"));
        Mistakes mistakes = new Mistakes();
        List<String> notices = new ArrayList<>();
        new Overrides(mistakes, notices).apply(root, sets);
        return SweepReader.read(root, source, mistakes, notices);
    }

    /**
     * The text of a file on this machine.
     *
     * @throws UserException if there is no such file or it cannot be read
     */
    public static String text(Path file) {
        UserFile.require(file, file.toString(), WANTED);
        try (InputStream in = Files.newInputStream(file)) {
            return text(in, file.toString());
        } catch (IOException e) {
            throw UserFile.unreadable(file.toString(), e);
        }
    }

    /**
     * The text of a file from anywhere.
     *
     * @param name how messages name it
     * @throws UserException if it is empty, too large or a file of another kind
     * @throws IOException if it cannot be read or is no UTF-8
     */
    public static String text(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new UserException(Printable.line(name) + ": is too large for a sweep file");
        }
        UserFile.requireKind(bytes, name, WANTED);
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
