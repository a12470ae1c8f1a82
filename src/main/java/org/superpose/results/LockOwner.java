package org.superpose.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.superpose.errors.Printable;

/**
 * The process that holds a directory, as its lock file tells.
 *
 * @param id of this holding of the lock
 * @param machine tells apart machines and containers of one host name; empty where the system does not say
 * @param pid of the process in {@code machine}, 0 where it is not known
 * @param processStart when the process began, because pids are used again; null where the system does not say
 * @param command what it does, for people
 * @param startedAt when it took the lock
 */
public record LockOwner(
        String id, String host, String machine, long pid, String processStart, String command, String startedAt) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** This process, about to take a lock. */
    static LockOwner thisProcess(String command) {
        ProcessHandle process = ProcessHandle.current();
        return new LockOwner(
                UUID.randomUUID().toString(),
                ThisMachine.host(),
                ThisMachine.space(),
                process.pid(),
                start(process),
                command,
                WallClock.now().toString());
    }

    /** Reads an owner from a lock file; null for a file that is half written. */
    static LockOwner parse(byte[] json) {
        try {
            LockOwner owner = JSON.readValue(json, LockOwner.class);
            return owner == null || owner.id == null ? null : owner;
        } catch (IOException e) {
            return null;
        }
    }

    byte[] json() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The same with a number that makes each writing of it another text.
     *
     * @param beat how often it was written before
     */
    byte[] json(long beat) {
        try {
            return JSON.writeValueAsBytes(JSON.<ObjectNode>valueToTree(this).put("beat", beat));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether this process can see the owner's, so that it knows for certain whether the owner lives. */
    boolean visible() {
        return !machine.isEmpty()
                && machine.equals(ThisMachine.space())
                && ThisMachine.host().equals(host);
    }

    /** Whether the owner's process still runs; only of use where it is {@link #visible}. */
    boolean alive() {
        return ProcessHandle.of(pid)
                .filter(process -> process.isAlive() && Objects.equals(start(process), processStart))
                .isPresent();
    }

    @Override
    public String toString() {
        return Printable.line(
                pid == 0 ? command : command + ", process " + pid + " on " + host + ", since " + startedAt);
    }

    private static String start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse(null);
    }
}
