/**
 * The Vector API's way to the products and sums of {@code linear}, which looks these classes up by name.
 */
package org.superpose.linear.vector;
