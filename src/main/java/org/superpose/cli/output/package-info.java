/**
 * How commands answer: tables, CSV and JSON on standard output, and exit codes.
 */
package org.superpose.cli.output;
