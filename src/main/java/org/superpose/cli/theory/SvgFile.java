package org.superpose.cli.theory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.superpose.errors.UserException;
import org.superpose.files.UserFile;
import org.superpose.files.WholeFile;

/** The file of {@code --to}. */
final class SvgFile {
    private SvgFile() {}

    /** @param file null if there is nothing to draw */
    static void check(Path file) {
        if (file != null && !file.toString().toLowerCase(Locale.ROOT).endsWith(".svg")) {
            throw new UserException("--to " + file + ": pictures are drawn as SVG; name a file that ends in .svg");
        }
    }

    static void write(Path file, String svg) {
        try {
            WholeFile.write(file, out -> out.write(svg.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UserException("--to " + file + " cannot be written: " + UserFile.reason(e), e);
        }
        System.err.println("superpose: drew " + file + "; open it in a browser");
    }
}
