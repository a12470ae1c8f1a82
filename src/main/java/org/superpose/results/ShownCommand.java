package org.superpose.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line as it may be written down. For example {@code --conf spark.hadoop.fs.s3a.secret.key=xyz} keeps the name of the setting alone, while
 * {@code --conf spark.executor.cores=4} stays as it is.
 */
public final class ShownCommand {
    /** A word of a shell's line: pieces in quotes, after a backslash, or bare. */
    private static final Pattern WORD = Pattern.compile(
            "(?:\\\\.|\\$'(?:\\\\.|[^'\\\\])*'|'[^']*'|\"(?:\\\\.|[^\"\\\\])*\"|[^\\s\\\\'\"])+", Pattern.DOTALL);

    private static final Pattern PIECE = Pattern.compile(
            "\\\\(.)|\\$'((?:\\\\.|[^'\\\\])*)'|'([^']*)'|\"((?:\\\\.|[^\"\\\\])*)\"|([^\\\\'\"])", Pattern.DOTALL);

    private static final Pattern BARE = Pattern.compile("[\\w./:=,@%+*\\[\\]-]+");

    private static final Set<String> SETTINGS = Set.of("--conf", "-c");

    /** Options of spark-submit whose value may hold anything. */
    private static final Set<String> HIDDEN = Set.of("--driver-java-options");

    private ShownCommand() {}

    /** The line with each secret left out. */
    public static String of(String line) {
        List<String> shown = new ArrayList<>();
        String option = "";
        Matcher words = WORD.matcher(line);
        while (words.find()) {
            String word = plain(words.group());
            String kept = kept(option, word);
            shown.add(kept.equals(word) ? words.group() : quoted(kept));
            option = word;
        }
        return String.join(" ", shown);
    }

    /** A word as a shell takes it, quoted where it must be. */
    public static String quoted(String word) {
        boolean bare = BARE.matcher(word.replace(Secrets.HIDDEN, "x")).matches();
        return bare ? word : '\'' + word.replace("'", "'\\''") + '\'';
    }

    /** @param option the word before */
    private static String kept(String option, String word) {
        int equals = word.indexOf('=');
        if (SETTINGS.contains(option)) {
            return equals < 0 ? Secrets.HIDDEN : setting(word);
        }
        if (HIDDEN.contains(option)) {
            return Secrets.HIDDEN;
        }
        String name = equals < 0 ? "" : word.substring(0, equals);
        if (SETTINGS.contains(name)) {
            return name + "=" + setting(word.substring(equals + 1));
        }
        return HIDDEN.contains(name) ? name + "=" + Secrets.HIDDEN : Secrets.word(word);
    }

    private static String setting(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 0) {
            return Secrets.HIDDEN;
        }
        String key = assignment.substring(0, equals);
        return key + "=" + Secrets.setting(key, assignment.substring(equals + 1));
    }

    /** The word without its quotes. */
    private static String plain(String quoted) {
        StringBuilder word = new StringBuilder();
        Matcher pieces = PIECE.matcher(quoted);
        while (pieces.find()) {
            for (int q = 1; q <= pieces.groupCount(); q++) {
                if (pieces.group(q) != null) {
                    word.append(pieces.group(q));
                }
            }
        }
        return word.toString();
    }
}
