package org.superpose.model;

import java.io.IOException;

/** A file that is not a safetensors file, or not of a toy model. The message says what is wrong and what is expected. */
public final class SafetensorsException extends IOException {
    private static final long serialVersionUID = 1;

    SafetensorsException(String message) {
        super(message);
    }

    SafetensorsException(String message, Throwable cause) {
        super(message, cause);
    }
}
