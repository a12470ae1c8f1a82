package org.superpose.data;

/**
 * Sets of features with a hidden switch: it is on with probability θ, and then each member is active with p/θ, independently; while it is off none
 * is. With θ = p all members are active together (Elhage et al. 2022).
 */
final class SwitchedFeatures extends BlockwiseFeatures {
    private final FeatureSets sets;
    private final Trials on;
    private final Trial member;
    private final long[] switches;

    /** @param share θ in [p, 1] */
    SwitchedFeatures(FeatureSets sets, double share, double density) {
        super(sets.n());
        this.sets = sets;
        this.on = new Trials(share);
        this.member = new Trial(Math.min(1, density / share));
        this.switches = new long[sets.count()];
    }

    @Override
    void begin(RandomStream stream, long page) {
        on.restart(stream, page);
    }

    @Override
    void draw(Words words, long[] active) {
        on.draw(words, switches, 0, switches.length);
        for (int set = 0; set < switches.length; set++) {
            for (int i = sets.start(set); i < sets.end(set); i++) {
                active[i] = member.successes(switches[set], words);
            }
        }
    }
}
