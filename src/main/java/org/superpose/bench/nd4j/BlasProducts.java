package org.superpose.bench.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.superpose.bench.MatrixProduct;
import org.superpose.kernel.KernelUnavailableException;
import org.superpose.kernel.nd4j.Backend;

/** {@link MatrixProduct} by ND4J's BLAS on the processor, one thread. */
public final class BlasProducts implements MatrixProduct {
    /** @throws KernelUnavailableException if ND4J cannot load here or computes on a GPU */
    public BlasProducts() {
        if (!Backend.instance().devices().isEmpty()) {
            throw new KernelUnavailableException("ND4J computes on a GPU here", null);
        }
    }

    @Override
    public String name() {
        return "ND4J " + Nd4j.factory().blas().getBlasVendor().name();
    }

    /** Its matrices are allocated once and stay outside the heap until the runnable is collected. */
    @Override
    public Prepared prepare(float[] a, float[] b, int rows, int columns, int m) {
        Backend.instance().attach(null);
        INDArray left = Nd4j.createFromArray(a).reshape('c', rows, m);
        INDArray right = Nd4j.createFromArray(b).reshape('c', columns, m).transpose();
        INDArray product = Nd4j.create(left.dataType(), new long[] {rows, columns}, 'f');
        return new Prepared() {
            @Override
            public void run() {
                left.mmuli(right, product);
            }

            @Override
            public float[] product() {
                return product.dup('c').data().asFloat();
            }
        };
    }
}
