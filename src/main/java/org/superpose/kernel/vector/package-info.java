/**
 * The fast CPU kernel: plain {@code float[]} and the incubating Vector API, one thread per session. It is looked up by name, so that
 * everything else runs without the module.
 */
package org.superpose.kernel.vector;
