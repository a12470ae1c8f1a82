/**
 * The Spark job: what is missing in a directory, the executor function that trains and measures one bundle of points, its kernel, devices and costs, and how it
 * is stopped; and which points are given up because they take their JVM down. Mathematics lives elsewhere.
 */
package org.superpose.sweep;
