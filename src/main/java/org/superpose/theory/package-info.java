/** Closed forms and limits: what theory predicts for a point before anything is trained. Pure functions of n, m, p and the importance. */
package org.superpose.theory;
