/**
 * {@code theory linear}: the spectrum, the critical points and the gradient flow of linear autoencoders, printed and drawn. Commands read
 * options and data and print; the mathematics is in {@code theory}.
 */
package org.superpose.cli.theory;
