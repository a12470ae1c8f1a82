/**
 * Statistics of a trained model: permutation symmetry, representation, normality of the noise, and the loss on fresh data. W is streamed by row
 * blocks and never held whole. What theory predicts lives in {@code theory}.
 */
package org.superpose.measure;
