/**
 * Models whose weights are built instead of trained: Persian rugs and random projectors with fitted scale and bias, and copies and
 * mixtures of trained blocks. Their theory is in {@code theory}; nothing here knows where blocks are stored.
 */
package org.superpose.construct;
