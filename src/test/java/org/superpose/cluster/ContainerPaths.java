package org.superpose.cluster;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the paths that a container names are on this machine. For example {@code --out /results/small} is {@code --out /tmp/it/claims/results/small} where the
 * claim is mounted at {@code /results}: only whole names are meant, and of two folders the inner one.
 */
final class ContainerPaths {
    private final Map<String, Path> folders =
            new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    /** @param image the folders of the image */
    ContainerPaths(Map<String, Path> image) {
        folders.putAll(image);
    }

    void mount(String path, Path folder) {
        folders.put(path, folder);
    }

    /** A text with every path as it is here. */
    String here(String text) {
        String names = folders.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile("(?<![\\w.-])(" + names + ")(?![\\w.-])")
                .matcher(text)
                .replaceAll(match ->
                        Matcher.quoteReplacement(folders.get(match.group(1)).toString()));
    }

    /** The same for a file of configuration, but where it says what pods to come are to mount. */
    String inFile(String text) {
        return text.lines()
                .map(line -> line.contains(".mount.path=") ? line : here(line))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
