/**
 * The report: queries over the views of a directory, their rows as data inside one page, and the page, which draws its figures from them.
 * Nothing is trained or measured here, and the page asks no server for anything.
 */
package org.superpose.report;
