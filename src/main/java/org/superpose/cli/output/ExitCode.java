package org.superpose.cli.output;

/** What the process tells its caller. */
public final class ExitCode {
    /** Every planned point has a row. */
    public static final int DONE = 0;
    /** A defect of ours. */
    static final int INTERNAL = 1;
    /** Wrong configuration, usage or SQL, a missing or held directory. */
    public static final int USAGE = 2;
    /** Finished, but some points failed or diverged. */
    public static final int SOME_FAILED = 3;
    /** Stopped early; the same command resumes. */
    public static final int STOPPED = 4;

    private ExitCode() {}
}
