/**
 * The command {@code sql}: reading statements, refusing those that are not queries, running them, the prompt and its pager.
 */
package org.superpose.cli.sql;
