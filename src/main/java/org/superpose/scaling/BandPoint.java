package org.superpose.scaling;

/** The fit at a size, and the 95 % confidence interval of the mean there. */
public record BandPoint(double n, ConfidenceInterval value) {}
