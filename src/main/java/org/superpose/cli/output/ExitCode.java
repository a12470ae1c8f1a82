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
    /** The command stopped early, or its output could not be written, and the same command resumes it; or a command that only reads left files out. */
    public static final int STOPPED = 4;
    /** The program that read standard output has gone: what a shell tells of a program that SIGPIPE ended. */
    public static final int READER_GONE = 141;

    private ExitCode() {}
}
