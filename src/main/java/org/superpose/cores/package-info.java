/**
 * The cores of one JVM, lent to those who compute in it. For example, four tasks of a sweep hold a core each; when two of them have ended, each of the
 * other two is helped by a second core. What is computed, and in which order numbers are added, is not decided here.
 */
package org.superpose.cores;
