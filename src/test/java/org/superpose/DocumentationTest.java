package org.superpose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.superpose.config.SweepFile;

/** The front page is short, every link between pages leads somewhere, and every shipped sweep, query and picture is named by a page. */
class DocumentationTest {
    private static final Path README = Path.of("README.md");
    private static final Path SITE = Path.of("src", "site", "markdown");
    private static final Path IMAGES = Path.of("src", "site", "resources", "images");
    private static final int MOST_LINES = 250;
    private static final int LONGEST_LINE = 120;
    private static final long LARGEST_IMAGE = 150_000;

    /** {@code [text](target)}, also of an image, and {@code [name]: target} on a line of its own. */
    private static final Pattern LINK = Pattern.compile("(?m)\\]\\(([^)\\s]+)\\)|^\\[[^\\]]+\\]: (\\S+)$");

    /** {@code [text][name]}: a link whose target stands elsewhere in the page. */
    private static final Pattern REFERENCE = Pattern.compile("\\]\\[([^\\]]+)\\]");

    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern ANCHOR = Pattern.compile("<a id=\"([^\"]+)\">");

    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> site = Files.list(SITE)) {
            return Stream.concat(Stream.of(README, Path.of("CONTRIBUTING.md")), site.sorted())
                    .toList();
        }
    }

    @Test
    void theFrontPageIsShort() throws IOException {
        List<String> lines = Files.readAllLines(README);
        assertThat(lines).hasSizeBetween(1, MOST_LINES);
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.codePointCount(0, line.length()))
                        .as(line)
                        .isLessThanOrEqualTo(LONGEST_LINE));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        for (String target : targets(page)) {
            URI link = URI.create(target);
            if (link.isAbsolute()) {
                continue;
            }
            Path file = link.getPath().isEmpty()
                    ? page
                    : page.toAbsolutePath().resolveSibling(link.getPath()).normalize();
            assertThat(file).as("%s links to %s", page, target).exists();
            if (link.getFragment() != null) {
                assertThat(anchors(file)).as("%s links to %s", page, target).contains(link.getFragment());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyNamedLinkIsDefined(Path page) throws IOException {
        String text = prose(page);
        REFERENCE
                .matcher(text)
                .results()
                .forEach(reference -> assertThat(text).contains("\n[" + reference.group(1) + "]: "));
    }

    /** A page that nothing links to is not found. */
    @Test
    void theFrontPageLeadsToEveryPage() throws IOException {
        List<String> targets = targets(README);
        assertThat(pages())
                .filteredOn(page -> !page.equals(README))
                .allSatisfy(page -> assertThat(targets)
                        .as(page.toString())
                        .contains(page.toString().replace('\\', '/')));
    }

    @Test
    void everyPictureIsSmallAndShown() throws IOException {
        Set<Path> shown = pages().stream()
                .flatMap(page -> targets(page).stream()
                        .map(target -> page.toAbsolutePath()
                                .resolveSibling(URI.create(target).getSchemeSpecificPart())
                                .normalize()))
                .collect(Collectors.toSet());
        try (Stream<Path> images = Files.list(IMAGES)) {
            assertThat(images).isNotEmpty().allSatisfy(image -> {
                assertThat(image.toFile().length()).as(image.toString()).isLessThan(LARGEST_IMAGE);
                assertThat(shown).contains(image.toAbsolutePath());
            });
        }
    }

    @Test
    void everyShippedSweepHasItsQuestion() throws IOException {
        assertThat(names(Path.of("conf"), ".yaml"))
                .allSatisfy(name -> assertThat(tableOf("sweep-file.md")).contains("`" + name + "`"));
    }

    @Test
    void everyShippedQueryHasItsQuestion() throws IOException {
        assertThat(names(Path.of("conf", "queries"), ".sql"))
                .allSatisfy(name -> assertThat(tableOf("queries.md")).contains("`" + name + "`"));
    }

    @Test
    void everySweepFileShownIsRead() throws IOException {
        for (Path page : List.of(README, SITE.resolve("sweep-file.md"))) {
            List<String> sweeps = YAML.matcher(Files.readString(page))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
            assertThat(sweeps)
                    .as(page.toString())
                    .isNotEmpty()
                    .allSatisfy(sweep -> assertThat(SweepFile.read(sweep, page.toString(), List.of())
                                    .blocks())
                            .isNotEmpty());
        }
    }

    @Test
    void everyPackageHasItsPlace() throws IOException {
        String table = Files.readAllLines(Path.of("CONTRIBUTING.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .collect(Collectors.joining("\n"));
        Path root = Path.of("src", "main", "java", "org", "superpose");
        try (Stream<Path> files = Files.walk(root)) {
            Set<String> packages = files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> root.relativize(file.getParent()).toString().replace(File.separatorChar, '.'))
                    .collect(Collectors.toSet());
            assertThat(packages)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(table).contains("`" + name + "`"));
        }
    }

    /** The rows of the tables of a page of the site. */
    private static String tableOf(String page) throws IOException {
        return Files.readAllLines(SITE.resolve(page)).stream()
                .filter(line -> line.startsWith("| `"))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> names(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .toList();
            assertThat(names).isNotEmpty();
            return names;
        }
    }

    private static List<String> targets(Path page) {
        List<String> targets = new ArrayList<>();
        Matcher link = LINK.matcher(prose(page));
        while (link.find()) {
            targets.add(link.group(1) == null ? link.group(2) : link.group(1));
        }
        return targets;
    }

    /** The page without its code, in which brackets and parentheses are no links. */
    private static String prose(Path page) {
        try {
            return Files.readString(page).replaceAll("(?ms)^```.*?^```$", "").replaceAll("`[^`\n]+`", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The places in a page that a link can name: its headings, as GitHub makes anchors of them, and those that it names itself. */
    private static Set<String> anchors(Path page) throws IOException {
        String text = Files.readString(page).replaceAll("(?ms)^```.*?^```$", "");
        Stream<String> headings = HEADING.matcher(text)
                .results()
                .map(heading -> heading.group(1)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'));
        Stream<String> named = ANCHOR.matcher(text).results().map(anchor -> anchor.group(1));
        return Stream.concat(headings, named).collect(Collectors.toSet());
    }
}
