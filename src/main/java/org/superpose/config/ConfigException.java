package org.superpose.config;

import java.util.List;
import java.util.stream.Collectors;
import org.superpose.errors.UserException;

/** Everything that is wrong with a sweep file at once: the message has one line for each mistake. */
public final class ConfigException extends UserException {
    private static final long serialVersionUID = 1;
    private static final int MOST_LINES = 50;

    private final transient List<Mistake> mistakes;

    /** @param mistakes at least one, in the order they should be read */
    public ConfigException(List<Mistake> mistakes) {
        super(message(mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    /** The mistakes, one for each line of the message. */
    public List<Mistake> mistakes() {
        return mistakes;
    }

    private static String message(List<Mistake> mistakes) {
        String lines =
                mistakes.stream().limit(MOST_LINES).map(Mistake::toString).collect(Collectors.joining("\n"));
        int left = mistakes.size() - MOST_LINES;
        return left <= 0 ? lines : lines + "\n… and " + left + " more";
    }
}
