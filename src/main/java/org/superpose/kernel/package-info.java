/**
 * One training step, as fast as the machine allows: the contract {@link org.superpose.kernel.Kernel}, the scalar reference that
 * specifies it, and the implementations that must agree with the reference. No sampling, schedules or stopping here.
 */
package org.superpose.kernel;
