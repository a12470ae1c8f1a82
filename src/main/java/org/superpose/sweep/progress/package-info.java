/**
 * How far a running sweep is: what tasks count, how the driver adds it up, and how it is shown on the terminal and told to {@code status}.
 */
package org.superpose.sweep.progress;
