package org.superpose.errors;

/**
 * Something outside of the program and of what the user wrote ended a command, such as a full disk: printed as its message alone, exit code 4. When it
 * is mended the same command may be given again.
 */
public class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
