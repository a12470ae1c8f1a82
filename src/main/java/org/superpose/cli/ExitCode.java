package org.superpose.cli;

/** What the process tells its caller. */
final class ExitCode {
    /** Every planned point has a row. */
    static final int DONE = 0;
    /** A defect of ours. */
    static final int INTERNAL = 1;
    /** Wrong configuration, usage or SQL, a missing or held directory. */
    static final int USAGE = 2;
    /** Finished, but some points failed or diverged. */
    static final int SOME_FAILED = 3;
    /** Stopped early; the same command resumes. */
    static final int STOPPED = 4;

    private ExitCode() {}
}
