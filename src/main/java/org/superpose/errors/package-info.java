/**
 * The exception for a user's mistake. Every package may throw it; commands print its message and end with exit code 2, without a stack trace.
 */
package org.superpose.errors;
