package org.superpose.cli;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.superpose.results.DeployMode;
import org.superpose.results.Sessions;
import org.superpose.results.ShownCommand;

/** The command as the user typed it, which {@code submit.sh} hands on; a line that can be pasted into a shell. */
final class AsTyped {
    private static String arguments = "";

    private AsTyped() {}

    /** Remembers the arguments of main, for a process that was not started by the script. */
    static void remember(String... words) {
        StringBuilder line = new StringBuilder("./submit.sh");
        SparkConf submitted = new SparkConf();
        if (DeployMode.cluster(submitted)) {
            line.append(" --master ").append(Sessions.master(submitted)).append(" --deploy-mode cluster");
        }
        for (String word : words) {
            line.append(' ').append(ShownCommand.quoted(word));
        }
        arguments = line.toString();
    }

    /** The line without its secrets, because it is printed and written to files. */
    static String commandLine() {
        return ShownCommand.of(
                Optional.ofNullable(System.getenv("SUPERPOSE_COMMAND")).orElse(arguments));
    }
}
