/**
 * Closed forms and limits: what theory predicts for a point before anything is trained, and how far a trained model is from it. Pure functions of
 * n, m, p, the importance, and of matrices where a prediction is about given data; nothing here is estimated by sampling.
 */
package org.superpose.theory;
