/**
 * The Spark job: what is missing in a directory, the executor function that trains and measures one bundle of points, its kernel, devices and costs, and how it
 * is stopped. Mathematics lives elsewhere.
 */
package org.superpose.sweep;
