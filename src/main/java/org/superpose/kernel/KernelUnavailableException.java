package org.superpose.kernel;

/** A kernel that was asked for by name cannot run here; the message names the kernel, the reason and the remedy. */
public class KernelUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public KernelUnavailableException(String message) {
        super(message);
    }

    public KernelUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
