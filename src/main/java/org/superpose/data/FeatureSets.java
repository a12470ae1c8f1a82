package org.superpose.data;

/** Features i in consecutive sets of {@code size}: set t has those from t·size; a last set is smaller where size does not divide n. */
record FeatureSets(int n, int size) {
    FeatureSets {
        if (size < 1 || n < 1) {
            throw new IllegalArgumentException("need n >= 1 and sets of at least 1; n = " + n + ", size = " + size);
        }
    }

    int count() {
        return (n + size - 1) / size;
    }

    int start(int set) {
        return set * size;
    }

    int end(int set) {
        return (int) Math.min(n, (set + 1L) * size);
    }

    int members(int set) {
        return end(set) - start(set);
    }
}
