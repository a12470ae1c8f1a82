/**
 * What a toy model is: its family, shape, parameters, importance of features, and the safetensors files that exchange it.
 * Nothing here computes with a model; that is {@code kernel}'s and {@code measure}'s work.
 */
package org.superpose.model;
