/**
 * The sweep file as validated records: reading YAML and JSON, and every complaint about them with file, line and column. Here each setting is
 * declared, with what it may be and how it is read off the specification of a model; what is done with settings and how they are combined is not known
 * here.
 */
package org.superpose.config;
