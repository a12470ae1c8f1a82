package org.superpose.kernel.nd4j;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.superpose.data.SparseBatch;
import org.superpose.model.KeyedSets;

/**
 * The factors on importance that depend on x, B × n: made on the heap, one matrix goes to the device at each step. Those of a sample without keys are
 * written once; a step writes those of sets whose key is active, and takes back those of the step before.
 */
final class KeyWeights {
    private final KeyedSets keys;
    private final INDArray weights;
    /** The places of the keys that were active in the last batch. */
    private int[] active = {};

    private int count;

    KeyWeights(KeyedSets keys, INDArray weights) {
        this.keys = keys;
        this.weights = weights;
        FloatBuffer host = weights.data().asNioFloat();
        int n = weights.columns();
        for (int cell = 0; cell < weights.length(); cell++) {
            host.put(cell, (float) keys.withoutKey(cell % n));
        }
    }

    /** Sets the factors for a batch and returns them. */
    INDArray of(SparseBatch batch) {
        FloatBuffer host = weights.data().asNioFloat();
        int n = batch.n();
        for (int k = 0; k < count; k++) {
            for (int i = active[k] % n; i < end(active[k] % n, n); i++) {
                host.put(active[k] - active[k] % n + i, (float) keys.withoutKey(i));
            }
        }
        count = 0;
        active = active.length < batch.entries() ? new int[batch.entries() + batch.entries() / 2] : active;
        for (int s = 0; s < batch.size(); s++) {
            for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                int key = batch.index()[e];
                if (keys.key(key) == key && batch.value()[e] > 0) {
                    active[count++] = s * n + key;
                    for (int i = key; i < end(key, n); i++) {
                        host.put(s * n + i, 1);
                    }
                }
            }
        }
        // A device that has memory of its own fetches them before they are next used.
        Nd4j.getAffinityManager().tagLocation(weights, AffinityManager.Location.HOST);
        return weights;
    }

    private int end(int key, int n) {
        return Math.min(n, key + keys.size());
    }

    /** The factors of the last batch. */
    INDArray last() {
        return weights;
    }
}
