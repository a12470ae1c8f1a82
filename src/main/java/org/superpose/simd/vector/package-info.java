/**
 * How wide this processor's vectors are. Packages named {@code vector} import the incubating Vector API; nothing outside them refers to their classes
 * except by name, so that everything else runs without the module.
 */
package org.superpose.simd.vector;
