package org.superpose.data.vector;

import static org.superpose.simd.vector.Lanes.LANES;
import static org.superpose.simd.vector.Lanes.SPECIES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.superpose.data.Deviates;

/** {@link Deviates} by the Vector API, since the compiler of Java 17 does not vectorise conversions between whole and floating numbers. */
public final class VectorDeviates implements Deviates {
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final long WORD = 0xFFFFFFFFL;

    /** The words that come together, which are whole vectors of any size. */
    private static final int WORDS_PER_ROW = 64;

    @Override
    public int uniforms(int[] words, int from, int count, int threshold, float scale, float[] out, int at) {
        assert count % WORDS_PER_ROW == 0;
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
        assert count % WORDS_PER_ROW == 0;
        for (int row = 0; row < count; row += WORDS_PER_ROW) {
            gaps(words, row, 0, inverseLog, gaps, row);
            gaps(words, row, 32, inverseLog, gaps, row + WORDS_PER_ROW / 2);
        }
    }

    /** Writes the gaps of the lower or the upper words of 32 pairs of words, since vectors of half the size would be left in objects. */
    private static void gaps(int[] words, int from, int shift, double inverseLog, long[] gaps, int at) {
        for (int q = 0; q < WORDS_PER_ROW; q += LANES) {
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
