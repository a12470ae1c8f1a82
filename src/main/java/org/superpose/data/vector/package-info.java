/**
 * The Vector API's way to make random words into numbers; {@link org.superpose.data.Deviates} looks it up by name.
 */
package org.superpose.data.vector;
