package org.superpose.cli.output;

/** What the process tells its caller. */
public final class ExitCode {
    /** Every planned point has a row. */
    public static final int DONE = 0;
    /** There was a defect of this program. */
    static final int INTERNAL = 1;
    /** The configuration, usage or SQL is wrong, or a directory is missing or held by another run. */
    public static final int USAGE = 2;
    /** The run finished, but some points failed or diverged. */
    public static final int SOME_FAILED = 3;
    /** The run stopped early; the same command resumes it. */
    public static final int STOPPED = 4;

    private ExitCode() {}
}
