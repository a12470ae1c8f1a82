package org.superpose.data;

import java.util.Locale;

/** A tree over the features 0 … n − 1, rooted in 0; every other feature has a lower one as its parent. */
public enum FeatureTree {
    /** 0 — 1 — 2 — …: the parent of i is i − 1. */
    PATH,
    /** Two children each: the parent of i is ⌊(i − 1)/2⌋. */
    TREE,
    /** All are children of feature 0. */
    STAR;

    /** The name used in sweep files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The parent of feature i ≥ 1. */
    int parent(int i) {
        return switch (this) {
            case PATH -> i - 1;
            case TREE -> (i - 1) / 2;
            case STAR -> 0;
        };
    }
}
