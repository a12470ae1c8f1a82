/**
 * Codes: interaction matrices of low rank that can be written down and reproduce one active feature exactly. Here are the codes themselves, the list of
 * the best ones known, and how blocks of them are chosen for a model of any size; weights and their fit to data are made in {@code construct}.
 */
package org.superpose.codes;
