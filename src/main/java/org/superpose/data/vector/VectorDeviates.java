package org.superpose.data.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.superpose.data.Deviates;
import org.superpose.simd.vector.Lanes;

/** {@link Deviates} by the Vector API: conversions between whole and floating numbers, which Java 17's compiler does not vectorise. */
public final class VectorDeviates implements Deviates {
    private static final VectorSpecies<Float> FLOATS = Lanes.SPECIES;
    private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
    private static final int LANES = FLOATS.length();
    private static final long WORD = 0xFFFFFFFFL;
    private static final int WHOLE_LANES = 64;

    @Override
    public int uniforms(int[] words, int from, int count, int threshold, float scale, float[] out, int at) {
        assert count % WHOLE_LANES == 0;
        IntVector positive = IntVector.zero(INTS);
        for (int q = 0; q < count; q += LANES) {
            IntVector k = IntVector.fromArray(INTS, words, from + q).lanewise(VectorOperators.LSHR, 1);
            k = k.and(k.sub(threshold).lanewise(VectorOperators.ASHR, 31));
            ((FloatVector) k.convert(VectorOperators.I2F, 0)).mul(scale).intoArray(out, at + q);
            positive = positive.sub(k.neg().lanewise(VectorOperators.ASHR, 31));
        }
        return positive.reduceLanes(VectorOperators.ADD);
    }

    @Override
    public void gaps(int[] words, int count, double inverseLog, long[] gaps) {
        assert count % WHOLE_LANES == 0;
        for (int row = 0; row < count; row += WHOLE_LANES) {
            gaps(words, row, 0, inverseLog, gaps, row);
            gaps(words, row, 32, inverseLog, gaps, row + WHOLE_LANES / 2);
        }
    }

    /** Of the lower or upper words of 32 pairs: vectors of half the size would be left in objects. */
    private static void gaps(int[] words, int from, int shift, double inverseLog, long[] gaps, int at) {
        for (int q = 0; q < WHOLE_LANES; q += LANES) {
            LongVector word = IntVector.fromArray(INTS, words, from + q)
                    .reinterpretAsLongs()
                    .lanewise(VectorOperators.LSHR, shift)
                    .and(WORD);
            DoubleVector x = word.or(WHOLE).reinterpretAsDoubles().sub(0x1p52 - 0.5);
            LongVector bits = x.reinterpretAsLongs().add(ABOVE_ROOT);
            DoubleVector exponent = bits.lanewise(VectorOperators.LSHR, 52)
                    .or(WHOLE)
                    .reinterpretAsDoubles()
                    .sub(EXPONENT);
            DoubleVector f =
                    bits.and(MANTISSA).add(ROOT_HALF).reinterpretAsDoubles().sub(1);
            DoubleVector s = f.div(f.add(2));
            DoubleVector z = s.mul(s);
            DoubleVector series =
                    z.mul(2.0 / 11).add(2.0 / 9).mul(z).add(2.0 / 7).mul(z).add(2.0 / 5);
            series = series.mul(z).add(2.0 / 3).mul(z).add(2);
            DoubleVector gap =
                    exponent.mul(LN_2).add(s.mul(series)).mul(inverseLog).min(LONGEST_GAP);
            gap.sub(0.5)
                    .add(ROUND)
                    .reinterpretAsLongs()
                    .sub(Double.doubleToRawLongBits(ROUND))
                    .intoArray(gaps, at + q / 2);
        }
    }
}
