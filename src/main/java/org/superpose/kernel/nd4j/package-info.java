/**
 * The kernel on ND4J, which computes wherever ND4J does: on the processor with {@code nd4j-native}, on an NVIDIA GPU with
 * {@code nd4j-cuda}. The only package that imports ND4J; nothing outside refers to its classes except by name.
 */
package org.superpose.kernel.nd4j;
