package org.superpose.cli.theory;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.superpose.errors.Printable;
import org.superpose.errors.UserException;
import org.superpose.files.UserFile;

/** A file of samples: a line each, as many numbers in every line, separated by commas. A first line without any number is taken for names. */
final class SampleFile {
    /** 80 MB as doubles. */
    private static final long MOST_NUMBERS = 10_000_000;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final List<double[]> samples = new ArrayList<>();
    private int line;
    /** The number of names, or of numbers in the first sample. */
    private int columns;

    private SampleFile(Path file) {
        this.file = file;
    }

    /**
     * The samples, x_t in row t: at least one, of at least one number.
     *
     * @throws UserException if the file cannot be read, or does not hold what it should; the message names the line
     */
    static double[][] read(Path file) {
        UserFile.require(file, "--data " + file, "a file of numbers separated by commas");
        SampleFile samples = new SampleFile(file);
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                samples.add(text);
            }
        } catch (IOException e) {
            throw UserFile.unreadable("--data " + file, e);
        }
        if (samples.samples.isEmpty()) {
            throw new UserException(
                    "--data " + file + ": holds no samples; give one a line, numbers separated by commas");
        }
        return samples.samples.toArray(double[][]::new);
    }

    private void add(String text) {
        line++;
        String bare = line == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        if (bare.isBlank()) {
            return;
        }
        String[] fields = Arrays.stream(bare.split(",", -1)).map(String::strip).toArray(String[]::new);
        if (columns == 0) {
            columns = fields.length;
            if (Arrays.stream(fields).noneMatch(SampleFile::isNumber)) {
                return;
            }
        }
        if (fields.length != columns) {
            throw mistake(
                    line,
                    "has " + fields.length + " numbers where the first line has " + columns
                            + "; every sample needs the same number of features");
        }
        samples.add(numbers(fields));
        if ((long) samples.size() * columns > MOST_NUMBERS) {
            throw new UserException(
                    "--data " + file + ": holds more than " + MOST_NUMBERS + " numbers; give fewer samples");
        }
    }

    private double[] numbers(String... fields) {
        double[] numbers = new double[fields.length];
        for (int i = 0; i < fields.length; i++) {
            if (!isNumber(fields[i])) {
                throw mistake(
                        line, "column " + (i + 1) + " must be a number; got \"" + Printable.line(fields[i]) + '"');
            }
            numbers[i] = Double.parseDouble(fields[i]);
            if (!(Math.abs(numbers[i]) <= LARGEST)) {
                throw mistake(
                        line,
                        "column " + (i + 1) + " must be finite and at most " + LARGEST + " in size; got " + fields[i]);
            }
        }
        return numbers;
    }

    /** Sums of squares of larger ones overflow. */
    private static final double LARGEST = 1e100;

    private UserException mistake(int where, String what) {
        return new UserException("--data " + file + ":" + where + ": " + what);
    }

    private static boolean isNumber(String text) {
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
