/**
 * What the machine can do, asked once: whether a fused multiply-add is one instruction, and the lookup by name of classes that need an optional module or
 * library. It needs neither itself.
 */
package org.superpose.simd;
