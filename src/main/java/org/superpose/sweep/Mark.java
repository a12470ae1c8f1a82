package org.superpose.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.SparkEnv;
import org.superpose.results.ThisMachine;
import org.superpose.results.WallClock;

/**
 * What a task writes down of the points that it is about to train, and takes back when it is done with them, so that those who come after a JVM that ended
 * in the middle know what it was at.
 *
 * @param run its number within the directory
 * @param inDriver whether the JVM was the driver too, as in local mode
 * @param alone whether no other point can have been at work in the JVM
 * @param boot of the machine, empty where the system does not tell
 * @param executor what Spark calls the JVM
 * @param restarted whether the JVM may have ended for a reason outside of it: the machine was started again before its end was known, or Spark says so
 * @param states of each point, by model_key, the number of the newest state that was kept of it by then, 0 for none
 */
record Mark(
        long run,
        boolean inDriver,
        boolean alone,
        String host,
        String boot,
        String executor,
        long process,
        String begun,
        boolean restarted,
        Map<String, Long> states)
        implements Serializable {
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    Mark {
        states = new TreeMap<>(states);
    }

    /** A mark of this JVM, now. */
    static Mark here(long run, boolean inDriver, boolean alone, Map<String, Long> states) {
        return new Mark(
                run,
                inDriver,
                alone,
                ThisMachine.host(),
                ThisMachine.boot(),
                thisExecutor(),
                ProcessHandle.current().pid(),
                WallClock.now().toString(),
                false,
                states);
    }

    /** The same, read on this machine, where the JVM has ended. */
    Mark ended() {
        String now = ThisMachine.boot();
        boolean other = host.equals(ThisMachine.host()) && !boot.isEmpty() && !now.isEmpty() && !boot.equals(now);
        return other ? excused() : this;
    }

    /** The same of a JVM that ended for a reason outside of it. */
    Mark excused() {
        return new Mark(run, inDriver, alone, host, boot, executor, process, begun, true, states);
    }

    /** Whether this JVM wrote it, and lives. */
    boolean isOfThisJvm() {
        return process == ProcessHandle.current().pid()
                && host.equals(ThisMachine.host())
                && boot.equals(ThisMachine.boot())
                && thisExecutor().equals(executor);
    }

    private static String thisExecutor() {
        SparkEnv environment = SparkEnv.get();
        return environment == null ? "" : environment.executorId();
    }

    /** The same without some of the points. */
    Mark without(Predicate<String> modelKeys) {
        Map<String, Long> others = new TreeMap<>(states);
        others.keySet().removeIf(modelKeys);
        return new Mark(run, inDriver, alone, host, boot, executor, process, begun, restarted, others);
    }

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a mark; empty of one that its JVM had no time to write. */
    static Optional<Mark> parse(byte[] json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, Mark.class)).filter(mark -> mark.host != null);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
