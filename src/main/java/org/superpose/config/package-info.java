/**
 * The sweep file as validated records: reading YAML and JSON, and every complaint about them with file, line and column. Knows which settings
 * exist and what they may be, not what is done with them.
 */
package org.superpose.config;
