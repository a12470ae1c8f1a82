package org.superpose.kernel.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The float arrays of one session, outside the heap; freed by {@link #close} rather than some day by the collector. */
final class DeviceArrays implements AutoCloseable {
    private final List<INDArray> opened = new ArrayList<>();

    /** Makes an array of zeros in row-major order. */
    INDArray zeros(long... shape) {
        return keep(Nd4j.create(DataType.FLOAT, shape, 'c'));
    }

    /** Makes a vector that holds a copy of the values. */
    INDArray vector(float[] values) {
        return keep(Nd4j.createFromArray(values));
    }

    /** Adds an array to those that are freed. Not for views, which have no memory of their own. */
    INDArray keep(INDArray array) {
        opened.add(array);
        return array;
    }

    @Override
    public void close() {
        opened.forEach(INDArray::close);
        opened.clear();
    }
}
