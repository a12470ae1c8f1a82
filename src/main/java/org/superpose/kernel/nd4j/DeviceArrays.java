package org.superpose.kernel.nd4j;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.superpose.kernel.SavedNumbers;

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

    /** Writes a vector. */
    static void save(INDArray vector, DataOutput out) throws IOException {
        float[] values = vector.data().asFloat();
        SavedNumbers.write(out, values, 0, values.length);
    }

    /** Reads what {@link #save} wrote into the same memory, of which there may be views. */
    static void resume(DataInput in, INDArray vector) throws IOException {
        float[] values = new float[Math.toIntExact(vector.length())];
        SavedNumbers.read(in, values, 0, values.length);
        try (INDArray read = Nd4j.createFromArray(values)) {
            vector.assign(read);
        }
    }

    @Override
    public void close() {
        opened.forEach(INDArray::close);
        opened.clear();
    }
}
