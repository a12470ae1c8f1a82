/**
 * The command line: one class per command. Commands parse and print; the work is done elsewhere.
 */
package org.superpose.cli;
