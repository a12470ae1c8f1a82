/**
 * From a sweep file to work: axes expanded into points, the identity of each point, what it will cost, and the plan that packs points
 * into bundles. Pure functions; nothing here trains or touches Spark.
 */
package org.superpose.grid;
