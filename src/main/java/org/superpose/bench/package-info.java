/**
 * Timings that {@code ./submit.sh bench} prints: training steps, statistics, and the fastest dense product of the machine to compare them with. Nothing that
 * trains or measures depends on it.
 */
package org.superpose.bench;
