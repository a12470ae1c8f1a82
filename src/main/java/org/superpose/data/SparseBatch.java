package org.superpose.data;

import java.util.Arrays;

/**
 * A batch of sparse samples, refilled every step. It can be read in two ways, whichever way it was filled:
 *
 * <ul>
 *   <li>by rows: sample s has the features {@code index()[e]} with values {@code value()[e]} for e in [{@code start()[s]},
 *       {@code start()[s+1]}), indices strictly increasing within a sample;
 *   <li>by blocks of {@value #SAMPLES_PER_BLOCK} samples: {@link #blocks} gives some of them as dense matrices, feature by feature, so that neighbours
 *       in memory are neighbouring samples.
 * </ul>
 *
 * <p>Features are drawn in the order of cells: block by block, within a block feature by feature, within a feature sample by sample. Rows
 * are made when they are first asked for. The arrays grow and are never given back.
 *
 * <p>A batch may carry a weight for each sample: where the first of 64 samples stands for all that are empty, it has the weight 64 P(0), and the
 * mean of weight times loss over the batch is what is minimised. Without weights each sample counts once.
 */
public final class SparseBatch {
    /** The samples in a block. */
    public static final int SAMPLES_PER_BLOCK = 64;

    private static final int[] NONE = new int[0];

    private enum Form {
        /** The batch was filled by rows. */
        ROWS,
        /** Cells that are active, and their values. */
        CELLS,
        /** The values of all cells. */
        DENSE
    }

    private final int n;
    private final int size;
    private final int blocks;
    private Form form = Form.ROWS;
    private boolean rowsKnown = true;

    private final int[] start;
    private int[] index;
    private float[] value;

    /** The active cells, each by its number within its block, and for each block the index of its first one. */
    private int[] cell = NONE;

    private float[] cellValue = new float[0];
    private int[] blockStart = NONE;
    /** Dense matrices of blocks: all of them if the batch was filled by dense cells, otherwise those that were last asked for. */
    private float[] dense = new float[0];

    private int denseEntries;

    /** The weight of each sample, filled up to whole blocks; made when first needed. */
    private float[] weights = new float[0];

    private boolean weighted;
    /** Where the next entry of each sample of a block goes. */
    private final int[] next = new int[SAMPLES_PER_BLOCK];

    /**
     * @param n features
     * @param size samples per batch
     */
    public SparseBatch(int n, int size) {
        this.n = n;
        this.size = size;
        this.blocks = (size + SAMPLES_PER_BLOCK - 1) / SAMPLES_PER_BLOCK;
        this.start = new int[size + 1];
        this.index = NONE;
        this.value = new float[0];
        reserve(Math.max(SAMPLES_PER_BLOCK, size));
    }

    /** What the arrays of this batch take on the heap, in bytes, as they have grown. */
    public long bytes() {
        long words = (long) start.length + index.length + value.length + weights.length;
        words += (long) cell.length + cellValue.length + blockStart.length + dense.length + next.length;
        return words * Integer.BYTES;
    }

    /** Features. */
    public int n() {
        return n;
    }

    /** Samples. */
    public int size() {
        return size;
    }

    /** Blocks of samples; the last may be filled up with samples that are all zero. */
    public int blockCount() {
        return blocks;
    }

    /** Entries over all samples. */
    public int entries() {
        return switch (form) {
            case ROWS -> start[size];
            case CELLS -> blockStart[blocks];
            case DENSE -> denseEntries;
        };
    }

    /** Whether the samples carry weights. */
    public boolean weighted() {
        return weighted;
    }

    /** The weight of sample s, at least 0 and finite; 1 if the batch is not weighted. */
    public float weight(int s) {
        return weighted ? weights[s] : 1;
    }

    /**
     * The weights of all samples, not to be modified; the array has whole blocks, and its numbers from {@link #size} on are of no sample and finite.
     *
     * @throws IllegalStateException if the batch is not weighted
     */
    public float[] weights() {
        if (!weighted) {
            throw new IllegalStateException("the batch has no weights; ask weighted() first");
        }
        return weights;
    }

    /** Row starts, size + 1 of them. */
    public int[] start() {
        knowRows();
        return start;
    }

    /** Feature of each entry; only the first {@link #entries()} count. Invalid after {@link #reserve}. */
    public int[] index() {
        knowRows();
        return index;
    }

    /** Value of each entry; only the first {@link #entries()} count. Invalid after {@link #reserve}. */
    public float[] value() {
        knowRows();
        return value;
    }

    /** Makes room for {@code entries} entries in rows, keeping those there are. */
    public void reserve(int entries) {
        if (entries > index.length) {
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(entries, index.length * 3L / 2));
            index = Arrays.copyOf(index, capacity);
            value = Arrays.copyOf(value, capacity);
        }
    }

    /**
     * Makes the blocks [first, first + count) readable in {@link #cells}: feature i of sample 64 q + l at
     * {@code cells()[offset + ((q − first) n + i) 64 + l]}. Blocks asked for before become invalid.
     *
     * @return offset
     */
    public int blocks(int first, int count) {
        int cells = Math.multiplyExact(n, SAMPLES_PER_BLOCK);
        if (form == Form.DENSE) {
            return first * cells;
        }
        reserveDense(Math.multiplyExact(count, cells));
        Arrays.fill(dense, 0, count * cells, 0);
        for (int q = 0; q < count; q++) {
            if (form == Form.CELLS) {
                spreadCells(first + q, q * cells);
            } else {
                spreadRows(first + q, q * cells);
            }
        }
        return 0;
    }

    /** Where {@link #blocks} are; not to be modified. Invalid after the next call of {@link #blocks}. */
    public float[] cells() {
        return dense;
    }

    private void spreadCells(int block, int at) {
        for (int e = blockStart[block]; e < blockStart[block + 1]; e++) {
            dense[at + cell[e]] = cellValue[e];
        }
    }

    private void spreadRows(int block, int at) {
        int s0 = block * SAMPLES_PER_BLOCK;
        int s1 = Math.min(size, s0 + SAMPLES_PER_BLOCK);
        for (int s = s0; s < s1; s++) {
            for (int e = start[s]; e < start[s + 1]; e++) {
                dense[at + index[e] * SAMPLES_PER_BLOCK + s - s0] = value[e];
            }
        }
    }

    private void reserveDense(int cells) {
        if (dense.length < cells) {
            dense = new float[cells];
        }
    }

    private void begin(Form filled) {
        form = filled;
        rowsKnown = filled == Form.ROWS;
        weighted = false;
    }

    /**
     * Makes the batch weighted; called after one of the other methods that begin, each of which takes the weights away.
     *
     * @return the weights of the last time, to be overwritten: one for each sample, at least 0 and finite
     */
    float[] beginWeights() {
        if (weights.length == 0) {
            weights = new float[Math.multiplyExact(blocks, SAMPLES_PER_BLOCK)];
        }
        weighted = true;
        return weights;
    }

    /** Prepares the batch to be filled by rows, without weights. */
    void beginRows() {
        begin(Form.ROWS);
    }

    /** Prepares the batch to be filled by active cells, in ascending order, without weights. */
    void beginCells() {
        begin(Form.CELLS);
        if (blockStart.length == 0) {
            blockStart = new int[blocks + 1];
        }
    }

    /** Makes room for {@code entries} active cells, keeping those there are. */
    void reserveCells(int entries) {
        if (entries > cell.length) {
            int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(entries, cell.length * 3L / 2));
            cell = Arrays.copyOf(cell, capacity);
            cellValue = Arrays.copyOf(cellValue, capacity);
        }
    }

    /** The active cells, each by its number within its block. */
    int[] activeCells() {
        return cell;
    }

    /** The values of the active cells, in the same order. */
    float[] activeValues() {
        return cellValue;
    }

    /** The first active cell of each block, and the number of all. */
    int[] blockStart() {
        return blockStart;
    }

    /** Takes the samples that only fill up the last block out of the active cells. */
    void endCells() {
        int valid = size - (blocks - 1) * SAMPLES_PER_BLOCK;
        int kept = blockStart[blocks - 1];
        for (int e = kept; e < blockStart[blocks]; e++) {
            cell[kept] = cell[e];
            cellValue[kept] = cellValue[e];
            kept += cell[e] % SAMPLES_PER_BLOCK < valid ? 1 : 0;
        }
        blockStart[blocks] = kept;
    }

    /** Prepares the batch to be filled with the values of all cells of all blocks, without weights. */
    float[] beginDense() {
        begin(Form.DENSE);
        reserveDense(Math.multiplyExact(Math.multiplyExact(n, SAMPLES_PER_BLOCK), blocks));
        return dense;
    }

    /**
     * Takes the samples that only fill up the last block out of the cells.
     *
     * @param positive cells that are not zero, in all
     */
    void endDense(int positive) {
        int valid = size - (blocks - 1) * SAMPLES_PER_BLOCK;
        int removed = 0;
        for (int row = (blocks - 1) * n; row < blocks * n; row++) {
            for (int c = row * SAMPLES_PER_BLOCK + valid; c < (row + 1) * SAMPLES_PER_BLOCK; c++) {
                removed += dense[c] > 0 ? 1 : 0;
                dense[c] = 0;
            }
        }
        denseEntries = positive - removed;
    }

    private void knowRows() {
        if (!rowsKnown) {
            reserve(entries());
            if (form == Form.CELLS) {
                rowsOfCells();
            } else {
                rowsOfDense();
            }
            rowsKnown = true;
        }
    }

    /** Makes rows of cells by counting, block by block; the cells of a block are in the order of features already. */
    private void rowsOfCells() {
        for (int q = 0; q < blocks; q++) {
            Arrays.fill(next, 0);
            for (int e = blockStart[q]; e < blockStart[q + 1]; e++) {
                next[cell[e] % SAMPLES_PER_BLOCK]++;
            }
            int entries = blockStart[q];
            for (int l = 0; l < Math.min(SAMPLES_PER_BLOCK, size - q * SAMPLES_PER_BLOCK); l++) {
                start[q * SAMPLES_PER_BLOCK + l] = entries;
                entries += next[l];
                next[l] = start[q * SAMPLES_PER_BLOCK + l];
            }
            for (int e = blockStart[q]; e < blockStart[q + 1]; e++) {
                int place = next[cell[e] % SAMPLES_PER_BLOCK]++;
                index[place] = cell[e] / SAMPLES_PER_BLOCK;
                value[place] = cellValue[e];
            }
        }
        start[size] = entries();
    }

    private void rowsOfDense() {
        // one place more, so that an entry can be written before it is known to be one
        reserve(entries() + 1);
        int entries = 0;
        for (int s = 0; s < size; s++) {
            start[s] = entries;
            int c = s / SAMPLES_PER_BLOCK * (n * SAMPLES_PER_BLOCK) + s % SAMPLES_PER_BLOCK;
            for (int i = 0; i < n; i++) {
                float x = dense[c + i * SAMPLES_PER_BLOCK];
                index[entries] = i;
                value[entries] = x;
                // 1 where x > 0, without a branch
                entries += -Float.floatToRawIntBits(x) >>> 31;
            }
        }
        start[size] = entries;
    }
}
