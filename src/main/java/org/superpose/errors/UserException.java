package org.superpose.errors;

/** Something only the user can mend: printed as its message alone, exit code 2. The message names the thing, the value and the remedy. */
public class UserException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UserException(String message) {
        super(message);
    }

    public UserException(String message, Throwable cause) {
        super(message, cause);
    }
}
