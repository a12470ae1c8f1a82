package org.superpose.sweep;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What tasks of one round are told of JVMs that have ended.
 *
 * @param marks where they leave theirs
 * @param run its number within the directory
 * @param round within the run
 * @param inDriver whether tasks run in the driver's JVM
 * @param last whether this is the round of points that need to be alone
 * @param ended marks of JVMs that have ended
 * @param states of models in training, the number of the newest state that is kept, by model_key
 */
record Watch(
        MarkFolder marks,
        long run,
        int round,
        boolean inDriver,
        boolean last,
        List<Mark> ended,
        Map<String, Long> states)
        implements Serializable {}
