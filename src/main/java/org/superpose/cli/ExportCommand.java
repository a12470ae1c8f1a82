package org.superpose.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.superpose.cli.output.ExitCode;
import org.superpose.errors.UserException;
import org.superpose.files.UserFile;
import org.superpose.model.Safetensors;
import org.superpose.results.ResultsDirectory;
import org.superpose.results.Sessions;
import org.superpose.views.KeptModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code export}: the weights of a trained model as a safetensors file. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Writes the weights of a trained model, which measure.weights: true keeps, to a safetensors file.")
final class ExportCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The directory of results.")
    private String out;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "KEY",
            description = "A model_key, or enough of its beginning.")
    private String key;

    @Option(names = "--to", required = true, paramLabel = "FILE.safetensors", description = "The file to write.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        ResultsDirectory directory = ResultsDirectory.existing(out);
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw new UserException("--to " + file + " cannot be written: it must be a file in a folder that exists");
        }
        KeptModels.Model model;
        try (SparkSession spark = Sessions.openForReading("export", directory)) {
            model = KeptModels.find(spark, directory, key);
        } finally {
            directory.leftOut().forEach(System.err::println);
        }
        try {
            Safetensors.write(file, model.weights(), model.facts());
        } catch (IOException e) {
            throw new UserException("--to " + file + " cannot be written: " + UserFile.reason(e), e);
        }
        System.err.println("wrote " + model.facts().get("model_key") + " to " + file);
        return directory.leftOut().isEmpty() ? ExitCode.DONE : ExitCode.STOPPED;
    }
}
