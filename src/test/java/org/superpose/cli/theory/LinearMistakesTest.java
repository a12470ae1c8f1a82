package org.superpose.cli.theory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superpose.cli.CommandLines;

/** What {@code theory linear} says of options and files that it cannot use. */
class LinearMistakesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "critical --m 1 --n 3 | either --data FILE.csv, or --n and one of --density and --sparsity",
                "critical --m 1 --density 0.1 | either --data FILE.csv, or --n",
                "critical --m 1 --n 3 --density 0.1 --sparsity 0.9 | one of --density and --sparsity",
                "critical --m 1 --n 3 --density 0 | --density must be a number in [1e-9, 1]; got 0",
                "critical --m 1 --n 3 --sparsity 1 | --sparsity must be a number in [0, 0.999999999]; got 1",
                "critical --n 3 --density 0.1 | Missing required option: '--m=M'",
                "critical --m 4 --n 3 --density 0.1 | --m must be in [1, n] with n = 3; got 4",
                "critical --m 0 --n 3 --density 0.1 | --m must be in [1, n] with n = 3; got 0",
                "critical --m 1 --n 0 --density 0.1 | --n must be in [1, 512]; got 0",
                "critical --m 1 --n 513 --density 0.1 | --n must be in [1, 512]; got 513",
                "critical --m 1 --n 3 --density 0.1 --to x.png | name a file that ends in .svg",
                "critical --m 1 --n 3 --density 0.1 --to absent/x.svg | absent/x.svg cannot be written",
                "critical --m 1 --data absent.csv | absent.csv: no such file",
                "critical --m 1 --data absent.csv --n 3 | --data brings its own features",
                "critical --m 1 --data absent.csv --density 1 | --data brings its own features",
                "spectrum --n 3 --density 0.1 --format xml | must be one of table, csv, json",
                "flow --m 1 --n 129 --density 0.1 | at most 128 features; these are 129",
                "flow --m 1 --n 3 --density 0.1 --strength 0 | --strength must be in (0, 1); got 0.0",
                "flow --m 1 --n 3 --density 0.1 --strength NaN | --strength must be in (0, 1); got NaN",
                "flow --m 1 --n 3 --density 0.1 --time 0 | --time must be positive and finite; got 0.0",
                "flow --m 1 --n 3 --density 0.1 --time NaN | --time must be positive and finite; got NaN",
                "flow --m 1 --n 3 --density 0.1 --time 1e300 | takes too long",
                "flow --m 1 --n 3 --density 0.1 --points 1 | --points must be in [2, 10000]; got 1",
                "flow --m 1 --n 3 --density 0.1 --modes 4 | --modes must be in [1, n] with n = 3; got 4",
                "flow --m 1 --n 3 --density 0.1 --start random | must be one of balanced, independent, modes, saddle",
                "flow --m 1 --n 3 --density 0.1 --tied --start independent | which --tied forbids",
                "flow --m 1 --n 3 --density 0.1 --kept 2 | --start saddle and --kept need one another",
                "flow --m 1 --n 3 --density 0.1 --start saddle | --start saddle and --kept need one another",
                "flow --m 1 --n 3 --density 0.1 --start saddle --kept 1 | is a global minimum",
                "flow --m 2 --n 3 --density 0.1 --start saddle --kept 2 | must name M = 2 different eigenvectors from 1 to 3; got [2]",
                "flow --m 1 --n 3 --density 0.1 --start saddle --kept 4 | eigenvectors from 1 to 3; got [4]",
                "flow --m 1 --n 3 --density 0.1 --start saddle --kept 2147483647 | eigenvectors from 1 to 3",
                "flow --m 2 --n 3 --density 0.1 --start saddle --kept 2,2 | different eigenvectors",
            })
    void mistakesAreTold(String arguments, String message) {
        CommandLines result = run(2, ("theory linear " + arguments).split(" ", -1));
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
    }

    /** The command {@code theory} does not run where {@code linear} follows, so that its options would be forgotten. */
    @Test
    void optionsBeforeTheirCommandAreNotForgotten() {
        for (String arguments : List.of(
                "theory --n 8 linear spectrum --n 3 --density 0.1",
                "theory --n 8 --m 2 --density 0.5 linear critical --m 1 --n 3 --density 0.1")) {
            CommandLines result = run(2, arguments.split(" ", -1));
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("--n stands before its command: write it after");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty; give a file",
                "'a,b\n' | holds no samples",
                "'1,2\n3\n' | :2: has 1 numbers where the first line has 2",
                "'a,b\n1,2,3\n' | :2: has 3 numbers where the first line has 2",
                "'1,2\n3,x\n' | :2: column 2 must be a number; got \"x\"",
                "'1,b\n3,4\n' | :1: column 2 must be a number; got \"b\"",
                "'1,2\n\n3,\n' | :3: column 2 must be a number; got \"\"",
                "'1,2\n3,NaN\n' | :2: column 2 must be finite",
                "'1,Infinity\n3,4\n' | :1: column 2 must be finite",
                "'1,2\n3,1e200\n' | :2: column 2 must be finite and at most 1.0E100 in size; got 1e200",
                "'0,0\n0,0\n' | every sample is zero, so that all eigenvalues are 0",
                "'1;2\n3;4\n' | must be a number; got \"3;4\"",
            })
    void filesThatHoldSomethingElse(String content, String message) throws IOException {
        Path file = Files.writeString(directory.resolve("x.csv"), content);
        CommandLines result = run(2, "theory", "linear", "critical", "--m", "1", "--data", file.toString());
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
    }

    @Test
    void oddFiles() throws IOException {
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThat(run(2, "theory", "linear", "spectrum", "--data", binary.toString())
                        .err())
                .contains("UTF-8");
        assertThat(run(2, "theory", "linear", "spectrum", "--data", directory.toString())
                        .err())
                .contains("is a directory; give a file of numbers");
        Path constant = Files.writeString(directory.resolve("constant.csv"), "1,2\n1,2\n");
        assertThat(run(2, "theory", "linear", "spectrum", "--data", constant.toString(), "--centred")
                        .err())
                .contains("every sample is the same");
        String wide = "1" + ",1".repeat(512) + "\n";
        Path columns = Files.writeString(directory.resolve("wide.csv"), wide);
        assertThat(run(2, "theory", "linear", "spectrum", "--data", columns.toString())
                        .err())
                .contains("has 513 columns; at most 512");
    }

    private static CommandLines run(int code, String... arguments) {
        CommandLines result = CommandLines.run(arguments);
        assertThat(result.exitCode())
                .as(String.join(" ", arguments) + ": " + result.err())
                .isEqualTo(code);
        return result;
    }
}
