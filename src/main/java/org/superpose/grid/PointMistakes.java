package org.superpose.grid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.superpose.config.ConfigException;
import org.superpose.config.Mistake;
import org.superpose.config.Position;

/** Mistakes of many points, told once each with the number of points that have them. */
final class PointMistakes {
    private static final int MOST = 200;

    private final Map<Mistake, Integer> counts = new LinkedHashMap<>();

    void add(Position position, String key, String text) {
        counts.merge(new Mistake(position, key, text), 1, Integer::sum);
    }

    int size() {
        return counts.size();
    }

    /** Whether more would only repeat what is known to be wrong. */
    boolean full() {
        return counts.size() >= MOST;
    }

    void raise() {
        if (counts.isEmpty()) {
            return;
        }
        List<Mistake> list = new ArrayList<>();
        counts.forEach((mistake, points) -> list.add(
                points == 1
                        ? mistake
                        : new Mistake(
                                mistake.position(),
                                mistake.key(),
                                mistake.text() + " (in " + points + " combinations)")));
        throw new ConfigException(list);
    }
}
