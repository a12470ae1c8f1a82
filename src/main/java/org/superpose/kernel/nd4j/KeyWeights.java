package org.superpose.kernel.nd4j;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.superpose.data.SparseBatch;
import org.superpose.model.KeyedSets;

/** The factors on importance that depend on x, B × n: made on the heap, one matrix goes to the device at each step. */
final class KeyWeights {
    private final KeyedSets keys;
    private final INDArray weights;

    KeyWeights(KeyedSets keys, INDArray weights) {
        this.keys = keys;
        this.weights = weights;
    }

    /** Those of a batch. */
    INDArray of(SparseBatch batch) {
        FloatBuffer host = weights.data().asNioFloat();
        int n = batch.n();
        for (int s = 0; s < batch.size(); s++) {
            for (int i = 0; i < n; i++) {
                host.put(s * n + i, (float) keys.withoutKey(i));
            }
            for (int e = batch.start()[s]; e < batch.start()[s + 1]; e++) {
                int key = batch.index()[e];
                if (keys.key(key) == key && batch.value()[e] > 0) {
                    for (int i = key; i < Math.min(n, key + keys.size()); i++) {
                        host.put(s * n + i, 1);
                    }
                }
            }
        }
        // A device that has memory of its own fetches them before they are next used.
        Nd4j.getAffinityManager().tagLocation(weights, AffinityManager.Location.HOST);
        return weights;
    }

    /** Those of the last batch. */
    INDArray last() {
        return weights;
    }
}
