package org.superpose.results;

/** The Spark job broke for a reason that is not the user's to mend; finished points are kept. */
public final class SweepFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SweepFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
