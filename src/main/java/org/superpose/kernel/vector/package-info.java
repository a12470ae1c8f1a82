/**
 * The fast CPU kernel: plain {@code float[]} and the incubating Vector API, one thread per session and those that help it. It is looked up by name,
 * so that everything else runs without the module.
 *
 * <p>Four words mean one thing each here. A <em>block</em> is 64 samples as {@link org.superpose.data.SparseBatch} lays them out. A <em>slice</em> is
 * the samples of a batch that {@code SparsePass} takes at a time. A <em>panel</em> is 64 columns of a matrix, hidden dimensions or outputs, stored
 * row by row without gaps; the last panel of a matrix may be narrower. A <em>tile</em> is the sums that stay in registers during an inner loop;
 * tiles are unrolled by the templates that lie beside the classes.
 */
package org.superpose.kernel.vector;
