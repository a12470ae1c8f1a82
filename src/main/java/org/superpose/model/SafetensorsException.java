package org.superpose.model;

import java.io.IOException;
import org.superpose.errors.Printable;

/** A file that is not a safetensors file, or not of a toy model. The message says what is wrong and what is expected, on one
 * line. */
public final class SafetensorsException extends IOException {
    private static final long serialVersionUID = 1;

    SafetensorsException(String message) {
        super(Printable.line(message));
    }

    SafetensorsException(String message, Throwable cause) {
        super(Printable.line(message), cause);
    }
}
