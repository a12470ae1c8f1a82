package org.superpose.bench;

import java.util.ArrayList;
import java.util.List;
import org.superpose.data.RandomStream;
import org.superpose.linear.RowProducts;
import org.superpose.simd.ByName;

/** A way to compute the dense product A Bᵀ in single precision on one thread, for measurements of what the machine can do. */
public interface MatrixProduct {
    /** Rows and columns of the product that {@link Peak} times. */
    int PEAK_SIZE = 1024;

    /** Rows and columns of the smaller products by which {@link Peak} has its code compiled first. */
    int WARM_UP_SIZE = 128;

    /** The name of the implementation, as people read it. */
    String name();

    /**
     * One product, to be timed.
     *
     * @param a A, rows × m, row major, not modified
     * @param b B, columns × m, row major, not modified
     * @return computes the product once at each run
     */
    Prepared prepare(float[] a, float[] b, int rows, int columns, int m);

    /** A product that is ready to be run. */
    interface Prepared extends Runnable {
        /** A Bᵀ of the last run, rows × columns, row major. */
        float[] product();
    }

    /** Returns the products that work here: ours, and ND4J's BLAS, if there is ND4J and it computes on the processor. */
    static List<MatrixProduct> available() {
        List<MatrixProduct> found = new ArrayList<>(List.of(new Own()));
        ByName.find(MatrixProduct.class, "org.superpose.bench.nd4j.BlasProducts")
                .ifPresent(found::add);
        return List.copyOf(found);
    }

    /** The product by {@link RowProducts}. */
    final class Own implements MatrixProduct {
        @Override
        public String name() {
            return "superpose";
        }

        @Override
        public Prepared prepare(float[] a, float[] b, int rows, int columns, int m) {
            float[] product = new float[Math.multiplyExact(rows, columns)];
            return new Prepared() {
                @Override
                public void run() {
                    RowProducts.multiply(a, 0, rows, b, 0, columns, m, product);
                }

                @Override
                public float[] product() {
                    return product;
                }
            };
        }
    }

    /**
     * The fastest product of two {@value #PEAK_SIZE} × {@value #PEAK_SIZE} matrices found.
     *
     * @param gflops its speed
     * @param source whose it is
     */
    record Peak(double gflops, String source) {
        /** Times every product there is; compiled by smaller ones first. */
        public static Peak measure(double seconds) {
            Peak best = null;
            for (MatrixProduct product : available()) {
                Stopwatch.time(prepare(product, WARM_UP_SIZE), seconds);
                double milliseconds =
                        Stopwatch.time(prepare(product, PEAK_SIZE), seconds).fastest();
                double gflops = 2.0 * PEAK_SIZE * PEAK_SIZE * PEAK_SIZE / (1e6 * milliseconds);
                if (best == null || gflops > best.gflops) {
                    best = new Peak(gflops, product.name());
                }
            }
            return best;
        }

        private static Runnable prepare(MatrixProduct product, int size) {
            double[] uniforms = RandomStream.of("benchmark", "peak").uniforms(0, 2 * size * size);
            float[] a = new float[size * size];
            float[] b = new float[size * size];
            for (int q = 0; q < a.length; q++) {
                a[q] = (float) uniforms[2 * q] - 0.5f;
                b[q] = (float) uniforms[2 * q + 1] - 0.5f;
            }
            return product.prepare(a, b, size, size, size);
        }
    }
}
