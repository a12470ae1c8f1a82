/**
 * The geometry of features as pure functions on vectors: how each feature is represented, the orthogonal summands of a feature set and their
 * shapes, spherical codes, persistent homology, and the regions of the decoder's decision boundaries. Which of it becomes a column is
 * {@code sweep}'s to decide, and some has no column: spheres, Betti numbers, the spread of a code. The statistics that need no pairs of
 * features live in {@code measure}.
 */
package org.superpose.geometry;
