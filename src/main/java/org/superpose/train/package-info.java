/**
 * Training one model to completion: recipes, schedules, initialisation, the loop, and when it stops. Knows kernels only by
 * their contract and nothing of sweeps.
 */
package org.superpose.train;
