/**
 * Dense products and sums of products in single precision that the statistics stand on: rows of A Bᵀ, sums over the interactions of W = W_out W_in, and
 * sums of Gram matrices. Each chooses between plain loops and {@code linear.vector} once. Training has its own products in {@code kernel}.
 */
package org.superpose.linear;
