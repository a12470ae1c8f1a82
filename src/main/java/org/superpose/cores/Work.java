package org.superpose.cores;

/** Work that is cut into parts, which any thread may do in any order or at the same time: none writes what another reads or writes. */
@FunctionalInterface
public interface Work {
    /** Does part number {@code part}, counted from 0. */
    void part(int part);
}
