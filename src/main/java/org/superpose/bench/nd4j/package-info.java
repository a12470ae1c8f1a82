/**
 * The dense product of ND4J's BLAS, looked up by name to be timed beside ours.
 */
package org.superpose.bench.nd4j;
