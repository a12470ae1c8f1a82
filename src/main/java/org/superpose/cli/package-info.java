/** The command line: one class per command, output formats and exit codes. Commands parse and print; the work is done elsewhere. */
package org.superpose.cli;
