package org.superpose.cli.output;

import org.superpose.errors.UserException;
import org.superpose.model.OutputFunction;
import picocli.CommandLine.Option;

/** The options that say which function the output is. */
public final class OutputOptions {
    @Option(
            names = "--output",
            paramLabel = "PSI",
            description = "Function of the output: identity, relu, leaky_relu, soft_threshold, top_k, trec or gated;"
                    + " default: the file's, else relu.")
    private OutputFunction.Kind kind;

    @Option(
            names = "--output-parameter",
            paramLabel = "X",
            description = "Its parameter: slope, threshold, k or temperature; default: as in a sweep file.")
    private Double parameter;

    /** Whether the user says which function the output is. */
    public boolean given() {
        if (kind == null && parameter != null) {
            throw new UserException("--output-parameter " + parameter + " needs --output, whose parameter it is");
        }
        return kind != null;
    }

    /** The function that the user asks for, for n features of density p. */
    public OutputFunction output(int n, double p) {
        if (parameter == null) {
            return OutputFunction.standard(kind, n, p);
        }
        if (kind == OutputFunction.Kind.TOP_K && parameter > n) {
            throw new UserException("--output-parameter: k must not exceed n; got " + parameter + " with n = " + n);
        }
        try {
            return new OutputFunction(kind, parameter);
        } catch (IllegalArgumentException e) {
            throw new UserException("--output-parameter: " + e.getMessage(), e);
        }
    }
}
