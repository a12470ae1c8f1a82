package org.superpose.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code conf/kubernetes/Dockerfile} says.
 *
 * @param base the image that it begins from
 * @param environment of every container
 * @param copies in the order of the file
 * @param user the number of the user
 * @param workingDirectory where a container starts
 * @param entryPoint the words that come before the arguments of a container
 */
record ImageRecipe(
        String base,
        Map<String, String> environment,
        List<Copy> copies,
        String user,
        String workingDirectory,
        List<String> entryPoint) {
    static final Path FILE = Path.of("conf", "kubernetes", "Dockerfile");

    private static final Pattern INSTRUCTION = Pattern.compile("([A-Z]+)\\s+(.*)");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    /**
     * A file or a folder of the project, and where the image has it.
     *
     * @param source below the project
     * @param target the path in the image
     */
    record Copy(String source, String target) {
        private static List<Copy> of(String words) {
            List<String> all = List.of(words.split("\\s+", -1));
            String target = all.get(all.size() - 1);
            return all.subList(0, all.size() - 1).stream()
                    .map(source -> new Copy(
                            source,
                            target.endsWith("/") ? target + Path.of(source).getFileName() : target))
                    .toList();
        }
    }

    /** Reads the file; an instruction that is none of those known here is a mistake. */
    static ImageRecipe read(Path project) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        List<Copy> copies = new ArrayList<>();
        Map<String, String> once = new LinkedHashMap<>();
        for (String line : Files.readAllLines(project.resolve(FILE))) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = INSTRUCTION.matcher(line);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(line);
            }
            String words = matcher.group(2);
            switch (matcher.group(1)) {
                case "ENV" ->
                    Arrays.stream(words.split("\\s+", -1))
                            .map(word -> word.split("=", 2))
                            .forEach(pair -> environment.put(pair[0], pair[1]));
                case "COPY" -> copies.addAll(Copy.of(words));
                case "FROM", "RUN", "USER", "WORKDIR", "ENTRYPOINT" ->
                    once.merge(matcher.group(1), words, (one, two) -> {
                        throw new IllegalArgumentException("twice: " + line);
                    });
                default -> throw new IllegalArgumentException(line);
            }
        }
        List<String> entryPoint = QUOTED.matcher(once.get("ENTRYPOINT"))
                .results()
                .map(word -> word.group(1))
                .toList();
        return new ImageRecipe(
                once.get("FROM"), environment, copies, once.get("USER"), once.get("WORKDIR"), entryPoint);
    }

    /** Makes a folder that has under it what the image has, as links into the project. */
    void assemble(Path project, Path root) throws IOException {
        Files.createDirectories(root.resolve(workingDirectory.substring(1)));
        for (Copy copy : copies) {
            Path source = project.resolve(copy.source());
            if (!Files.exists(source)) {
                throw new IOException("the Dockerfile copies " + source + ", which is not there");
            }
            Path target = root.resolve(copy.target().substring(1));
            Files.createDirectories(target.getParent());
            Files.createSymbolicLink(target, source.toAbsolutePath());
        }
    }

    /** The folders of the image that are not its base's, such as {@code /opt/spark}, and where they are under a root. */
    Map<String, Path> folders(Path root) {
        return Stream.concat(
                        copies.stream().map(copy -> {
                            Path target = Path.of(copy.target());
                            return "/" + target.subpath(0, 2);
                        }),
                        Stream.of(workingDirectory))
                .distinct()
                .collect(Collectors.toMap(folder -> folder, folder -> root.resolve(folder.substring(1))));
    }

    /** Which files of the project {@code Dockerfile.dockerignore} lets into the context: those of its lines that begin with an exclamation mark. */
    static List<String> context(Path project) throws IOException {
        List<String> lines = Files.readAllLines(project.resolve(FILE + ".dockerignore"));
        if (!lines.contains("*")) {
            throw new IllegalArgumentException("nothing is ignored");
        }
        return lines.stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
    }
}
