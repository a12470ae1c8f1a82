/**
 * The store: the directory of a sweep with its tables, their columns and rows, its lock, the provenance of each invocation, and what of it is finished. It
 * reads and writes; it trains nothing and knows no views.
 */
package org.superpose.results;
