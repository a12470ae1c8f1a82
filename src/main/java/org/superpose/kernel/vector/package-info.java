/**
 * The fast CPU kernel: plain {@code float[]} and the incubating Vector API, one thread per session. The only package that may import
 * {@code jdk.incubator.vector}, so that it is looked up by name and everything else runs without the module.
 */
package org.superpose.kernel.vector;
