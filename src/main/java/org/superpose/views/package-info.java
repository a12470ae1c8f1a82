/**
 * What is made of the tables: the SQL views, the fits over sizes, models whose weights were kept, the state of a sweep, and the merging of small files.
 */
package org.superpose.views;
