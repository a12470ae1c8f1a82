/**
 * The kernel on ND4J, which computes wherever ND4J does: on the processor with {@code nd4j-native}, on an NVIDIA GPU with
 * {@code nd4j-cuda}. Nothing outside but {@code bench.nd4j} refers to its classes except by name.
 */
package org.superpose.kernel.nd4j;
