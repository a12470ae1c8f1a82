package org.superpose.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.superpose.errors.UserException;

/** Everything that is wrong with a sweep file at once: the message has one line for each mistake. */
public final class ConfigException extends UserException {
    private static final long serialVersionUID = 1;
    private static final int MOST_LINES = 50;
    /** Options first, which have no lines, then from the top of the file down. */
    private static final Comparator<Mistake> READING_ORDER = Comparator.comparingInt(
                    (Mistake mistake) -> mistake.position().line())
            .thenComparingInt(mistake -> mistake.position().column());

    private final transient List<Mistake> mistakes;

    /** @param mistakes at least one, in any order */
    public ConfigException(List<Mistake> mistakes) {
        super(message(sorted(mistakes)));
        this.mistakes = sorted(mistakes);
    }

    /** The mistakes, one for each line of the message. */
    public List<Mistake> mistakes() {
        return mistakes;
    }

    private static List<Mistake> sorted(List<Mistake> mistakes) {
        return mistakes.stream().sorted(READING_ORDER).toList();
    }

    private static String message(List<Mistake> mistakes) {
        String lines =
                mistakes.stream().limit(MOST_LINES).map(Mistake::toString).collect(Collectors.joining("\n"));
        int left = mistakes.size() - MOST_LINES;
        return left <= 0 ? lines : lines + "\n… and " + left + " more";
    }
}
