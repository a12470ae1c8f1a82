package org.superpose.model;

import java.io.Serializable;

/**
 * Consecutive sets of features whose errors count fully only where the first of the set, its key, is active:
 *
 * <pre>I_i(x) = I_i · (1 if i is a key or x_key(i) &gt; 0, else β),  key(i) = g ⌊i/g⌋.</pre>
 *
 * @param size g ≥ 2, features in a set, the key among them; a last set may be smaller
 * @param otherwise β in [0, 1)
 */
public record KeyedSets(int size, double otherwise) implements Serializable {
    public KeyedSets {
        if (size < 2 || !(otherwise >= 0 && otherwise < 1)) {
            throw new IllegalArgumentException(
                    "need sets of at least 2 and 0 <= otherwise < 1; got " + size + " and " + otherwise);
        }
    }

    /** The key of feature i's set. */
    public int key(int i) {
        return i / size * size;
    }

    /** The factor on feature i's importance where the key of its set is not active. */
    public double withoutKey(int i) {
        return i % size == 0 ? 1 : otherwise;
    }
}
