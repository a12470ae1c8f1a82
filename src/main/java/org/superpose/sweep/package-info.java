/**
 * The Spark job: what is missing in a directory, the executor function that trains and measures one bundle, the tables, the lock, progress
 * and stopping. Mathematics lives elsewhere.
 */
package org.superpose.sweep;
