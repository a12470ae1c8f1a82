/**
 * How a statistic goes on as models grow: power laws with a limit, fitted to its values at a few sizes with seeds as replicates, and what
 * cannot be fitted and why. Values come in as numbers; which columns they are, and how they are grouped, is not known here.
 */
package org.superpose.scaling;
