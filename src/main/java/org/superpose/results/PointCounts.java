package org.superpose.results;

/**
 * How a set of points stands.
 *
 * @param done points with a finite result
 * @param failed points that failed or diverged
 * @param missing points without a final row
 */
public record PointCounts(int points, int done, int failed, int missing) {}
