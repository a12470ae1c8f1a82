package org.superpose.grid;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.superpose.config.Origin;
import org.superpose.config.Setting;
import org.superpose.config.Spec;
import org.superpose.construct.Construction;
import org.superpose.train.Initialisation;

/**
 * The text of a point's {@code parameters}. A sweep has up to a million points, so the order of the keys is found once, and each value is written where it
 * belongs: a point costs some microseconds.
 */
final class Parameters {
    /** What parameters hold beside settings: the numbers of a mirrored start, the blocks of a tiled model, and the versions of codes and of made starts. */
    static final String NORM2 = "training.init.norm2";

    static final String MEAN = "training.init.mean";
    static final String START = "training.init.version";
    static final String BLOCK = "model.block";
    static final String COPIES = "model.copies";
    static final String CODES = "model.codes";
    static final String BLOCKS = "model.blocks";

    private static final int USUAL_LENGTH = 1024;

    /** In the order in which canonical JSON has them. */
    private static final List<Entry> ENTRIES = Stream.concat(
                    Stream.of(Setting.values()).map(setting -> Entry.of(setting.key(), setting::inParameters)),
                    Stream.of(
                            Entry.of("algo_version", Identity::algoVersion),
                            Entry.of(NORM2, spec -> mirrored(spec, Initialisation.Mirrored::norm2)),
                            Entry.of(MEAN, spec -> mirrored(spec, Initialisation.Mirrored::mean)),
                            Entry.of(START, Parameters::startVersion),
                            Entry.of(CODES, Parameters::codesVersion),
                            Entry.of(BLOCK, spec -> oneBlock(spec, Construction.Copies::block)),
                            Entry.of(COPIES, spec -> oneBlock(spec, Construction.Copies::count)),
                            Entry.of(BLOCKS, Parameters::mixture)))
            .sorted(Comparator.comparing(Entry::path, Arrays::compare))
            .toList();

    private Parameters() {}

    /**
     * A value, and the path to it.
     *
     * @param path its dotted key, split; no path is the beginning of another
     * @param openings what stands before the value where so many of its sections are open already, such as <code>"schedule":{"kind":</code>
     * @param value null where a point has none
     */
    private record Entry(String[] path, String[] openings, Function<Spec, Object> value) {
        static Entry of(String key, Function<Spec, Object> value) {
            String[] path = key.split("\\.", -1);
            String[] openings = IntStream.range(0, path.length)
                    .mapToObj(open -> Arrays.stream(path, open, path.length)
                            .map(CanonicalJson::quoted)
                            .collect(Collectors.joining(":{", "", ":")))
                    .toArray(String[]::new);
            return new Entry(path, openings, value);
        }

        /** The sections around the value. */
        int sections() {
            return path.length - 1;
        }

        /** How many sections this value and another are in together. */
        int sharedWith(Entry other) {
            int shared = 0;
            while (shared < Math.min(sections(), other.sections()) && path[shared].equals(other.path[shared])) {
                shared++;
            }
            return shared;
        }
    }

    /** The canonical JSON of everything scientific; neither the recipe's name nor ratioNominal is. */
    static String text(Spec spec) {
        StringBuilder text = new StringBuilder(USUAL_LENGTH).append('{');
        Entry last = null;
        for (Entry entry : ENTRIES) {
            Object value = entry.value().apply(spec);
            if (value == null) {
                continue;
            }
            int open = 0;
            if (last != null) {
                open = last.sharedWith(entry);
                text.append("}".repeat(last.sections() - open)).append(',');
            }
            CanonicalJson.write(text.append(entry.openings()[open]), value);
            last = entry;
        }
        return text.append("}".repeat(last == null ? 1 : last.sections() + 1)).toString();
    }

    private static Object mirrored(Spec spec, Function<Initialisation.Mirrored, Object> number) {
        return start(spec) instanceof Initialisation.Mirrored mirrored ? number.apply(mirrored) : null;
    }

    private static Object startVersion(Spec spec) {
        return start(spec) instanceof Initialisation.Made made ? made.version() : null;
    }

    private static Initialisation start(Spec spec) {
        return spec.origin() instanceof Origin.Trained trained
                ? trained.training().init()
                : null;
    }

    private static Object codesVersion(Spec spec) {
        return construction(spec) instanceof Construction.Listed listed ? listed.version() : null;
    }

    /** Of copies of one block there are its key and their number. */
    private static Object oneBlock(Spec spec, Function<Construction.Copies, Object> part) {
        List<Construction.Copies> blocks = blocks(spec);
        return blocks.size() == 1 ? part.apply(blocks.get(0)) : null;
    }

    /** Of a mixture there is the number of copies under the key of each block. */
    private static SortedMap<String, Object> mixture(Spec spec) {
        List<Construction.Copies> blocks = blocks(spec);
        if (blocks.size() < 2) {
            return null;
        }
        SortedMap<String, Object> counts = new TreeMap<>();
        blocks.forEach(copies -> counts.put(copies.block(), copies.count()));
        return counts;
    }

    private static List<Construction.Copies> blocks(Spec spec) {
        return construction(spec) instanceof Construction.Tiled tiled && tiled.resolved() ? tiled.blocks() : List.of();
    }

    private static Construction construction(Spec spec) {
        return spec.origin() instanceof Origin.Built built ? built.construction() : null;
    }
}
