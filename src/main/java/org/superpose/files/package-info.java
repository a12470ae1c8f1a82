/**
 * Files that a user names: what lies at a path, said truly where it is not what was asked for, and files that are replaced only by whole ones. The
 * tables of a results directory, which may be in any of Hadoop's file systems, are not here.
 */
package org.superpose.files;
