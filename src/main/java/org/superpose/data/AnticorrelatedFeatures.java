package org.superpose.data;

import java.util.Arrays;

/**
 * At most one feature of a set is active: the set is on with some odds, and then one of its members, chosen uniformly. Which odds is what
 * {@link DataSpec.Marginal} says.
 */
final class AnticorrelatedFeatures extends BlockwiseFeatures {
    private final FeatureSets sets;
    private final Trials on;
    /** The trial of the last set, which may have fewer members than the others. */
    private final Trial last;

    private final long[] switches;

    AnticorrelatedFeatures(FeatureSets sets, DataSpec.Marginal marginal, double density) {
        super(sets.n());
        this.sets = sets;
        this.on = new Trials(marginal.odds(sets.size(), density));
        this.last = new Trial(marginal.odds(sets.members(sets.count() - 1), density));
        this.switches = new long[sets.count()];
    }

    @Override
    void begin(RandomStream stream, long page) {
        on.restart(stream, page);
    }

    @Override
    void draw(Words words, long[] active) {
        Arrays.fill(active, 0);
        on.draw(words, switches, 0, switches.length - 1);
        switches[switches.length - 1] = last.successes(-1, words);
        for (int set = 0; set < switches.length; set++) {
            for (long left = switches[set]; left != 0; left &= left - 1) {
                int member = (int) (((words.next() >>> 32) * sets.members(set)) >>> 32);
                active[sets.start(set) + member] |= left & -left;
            }
        }
    }
}
