/**
 * The products and sums of {@code linear} by the Vector API. The package {@code linear} looks these classes up by name, and its plain loops take their
 * place where the module is missing. A <em>panel</em> here is a few columns as wide as four vectors; a <em>tile</em> is the sums that stay in registers
 * during an inner loop, unrolled by the template beside its class.
 */
package org.superpose.linear.vector;
