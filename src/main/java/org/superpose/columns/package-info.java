/**
 * How a column of a table is declared: its name, type and meaning, how its value is had from what was measured, and what is made of it over seeds and
 * sizes. The classes that compute a value declare its column; the store, the views, the fits and the documentation follow from the declarations. There is
 * no table here and no value.
 */
package org.superpose.columns;
