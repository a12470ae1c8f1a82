/**
 * What may end a command: a mistake of its user, or something outside of the program. Every package may throw them; commands print the message alone and end
 * with exit code 2 or 4, without a stack trace. Here is too how messages show text of files and users.
 */
package org.superpose.errors;
