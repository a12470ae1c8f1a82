/**
 * Sparse random data: counter-based random streams, feature distributions and the sparse batches they fill. Every number
 * drawn is a pure function of (model key, stream name, counter), never of thread, order or attempt.
 */
package org.superpose.data;
