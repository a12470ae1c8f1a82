package org.superpose.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock in an object store: an object that is put only where there is none, and from then on only in place of the version that was read. A heartbeat puts it
 * anew; a stale one is replaced by the taker's own in one step, so that of several takers one succeeds; who gives it back puts {@code {"free":true}}, because a
 * delete has no condition and could hit the lock of the next. Dates are those that the store gives its objects, and now is the date of an object that is put now.
 *
 * <p>Whether a store heeds the conditions is tried each time the lock is taken: of two puts of one new name the second must fail. Where it does not, the lock is
 * put and read back after a moment, and {@link #caveat} says what that cannot prevent.
 */
final class PutLock implements LockFile {
    private static final Logger LOG = LoggerFactory.getLogger(PutLock.class);
    private static final byte[] FREE = "{\"free\":true}".getBytes(StandardCharsets.UTF_8);
    private static final int READS = 5;
    private static final List<String> S3A_WRITERS =
            List.of("org.apache.hadoop.fs.s3a.S3ABlockOutputStream", "org.apache.hadoop.fs.s3a.S3AInstrumentation");

    /** Without conditions: after this, the last of several that put at once is the one that all of them read. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final FileSystem files;
    private final Path path;
    private final boolean conditional;
    private long beats;

    private PutLock(ResultsDirectory directory, boolean conditional) {
        this.files = directory.files();
        this.path = directory.path(DirectoryLock.NAME);
        this.conditional = conditional;
    }

    static PutLock toRead(ResultsDirectory directory) {
        return new PutLock(directory, false);
    }

    /** The lock of a directory in a store that is tried whether it heeds conditions. */
    static PutLock tried(ResultsDirectory directory) throws IOException {
        Path trial = directory.path(DirectoryLock.NAME + ".trial-" + UUID.randomUUID());
        FileSystem files = directory.files();
        if (!ObjectStores.writesConditionally(files)) {
            return new PutLock(directory, false);
        }
        // They tell of a refused put, which is what is hoped for, in thirty lines.
        S3A_WRITERS.forEach(writer -> Configurator.setLevel(writer, Level.ERROR));
        try {
            return new PutLock(directory, heedsConditions(files, trial));
        } finally {
            files.delete(trial, false);
        }
    }

    /** What was read of the object. */
    private record Seen(byte[] content, Instant date, String version) {
        LockOwner owner() {
            return LockOwner.parse(content);
        }

        boolean isOf(LockOwner owner) {
            LockOwner found = owner();
            return found != null && found.id().equals(owner.id());
        }
    }

    private static boolean heedsConditions(FileSystem files, Path trial) throws IOException {
        byte[] first = "1".getBytes(StandardCharsets.UTF_8);
        byte[] second = "2".getBytes(StandardCharsets.UTF_8);
        if (!accepts(files, trial, first, null)) {
            return false;
        }
        boolean twice = accepts(files, trial, second, null);
        Optional<Seen> one = seen(files, trial);
        if (twice || one.isEmpty() || !Arrays.equals(one.get().content(), first)) {
            return false;
        }
        String version = one.get().version();
        return accepts(files, trial, second, version) && !accepts(files, trial, first, version);
    }

    private static boolean accepts(FileSystem files, Path file, byte[] content, String version) {
        try {
            put(files, file, content, version);
            return true;
        } catch (IOException | IllegalArgumentException | UnsupportedOperationException e) {
            LOG.debug("a conditional put of {} was refused", file, e);
            return false;
        }
    }

    /** @param version of the object that is replaced; null where there must be none */
    private static void put(FileSystem files, Path file, byte[] content, String version) throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder =
                files.createFile(file).overwrite(true).recursive();
        if (version == null) {
            builder.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
        } else {
            builder.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE_ETAG, version);
        }
        try (OutputStream out = builder.build()) {
            out.write(content);
        }
    }

    /** Reads an object and the version that what was read is of. */
    private static Optional<Seen> seen(FileSystem files, Path file) throws IOException {
        for (int read = 1; ; read++) {
            try {
                FileStatus before = files.getFileStatus(file);
                byte[] content;
                try (InputStream in = files.open(file)) {
                    content = in.readAllBytes();
                }
                if (version(before).equals(version(files.getFileStatus(file)))) {
                    return Optional.of(
                            new Seen(content, Instant.ofEpochMilli(before.getModificationTime()), version(before)));
                }
            } catch (FileNotFoundException e) {
                return Optional.empty();
            } catch (IOException e) {
                // Clients say so of an object that is replaced while it is read.
                if (read == READS) {
                    throw e;
                }
            }
            if (read == READS) {
                throw new IOException(file + " is replaced again and again while it is read");
            }
        }
    }

    private static String version(FileStatus status) {
        return status instanceof EtagSource source && source.getEtag() != null
                ? source.getEtag()
                : status.getModificationTime() + "-" + status.getLen();
    }

    private Optional<Seen> seen() throws IOException {
        return seen(files, path);
    }

    @Override
    public boolean create(LockOwner owner) throws IOException {
        Optional<Seen> there = seen();
        return (there.isEmpty() || there.get().owner() == null) && acquire(owner, there);
    }

    @Override
    public boolean takeOver(FoundLock stale, LockOwner owner, Duration patience) throws IOException {
        Optional<Seen> there = seen();
        return there.isPresent() && there.get().version().equals(stale.version()) && acquire(owner, there);
    }

    /** Puts the owner's lock in place of what was there. */
    private boolean acquire(LockOwner owner, Optional<Seen> there) throws IOException {
        boolean put = replace(there, owner.json(++beats));
        if (put && !conditional) {
            LockFile.pause(SETTLED);
            return isOf(owner);
        }
        return put;
    }

    @Override
    public Optional<FoundLock> find() throws IOException {
        return seen().filter(seen -> seen.owner() != null)
                .map(seen -> new FoundLock(seen.owner(), seen.date(), seen.version()));
    }

    private boolean isOf(LockOwner owner) throws IOException {
        return seen().filter(seen -> seen.isOf(owner)).isPresent();
    }

    @Override
    public boolean beat(LockOwner owner) throws IOException {
        Optional<Seen> there = seen().filter(seen -> seen.isOf(owner));
        return there.isPresent() && replace(there, owner.json(++beats));
    }

    @Override
    public void release(LockOwner owner) throws IOException {
        Optional<Seen> there = seen().filter(seen -> seen.isOf(owner));
        if (there.isPresent()) {
            replace(there, FREE);
        }
    }

    /**
     * Puts the object in place of what was there, if that still is.
     *
     * @return false if something else is there now
     */
    private boolean replace(Optional<Seen> there, byte[] content) throws IOException {
        if (!conditional) {
            Replacement.put(files, path, out -> out.write(content));
            return true;
        }
        try {
            put(files, path, content, there.map(Seen::version).orElse(null));
            return true;
        } catch (IOException e) {
            // The answer to a put that succeeded may be lost, and the client's next attempt fails.
            Optional<Seen> now = seen();
            if (now.isPresent() && Arrays.equals(now.get().content(), content)) {
                return true;
            }
            if (now.map(Seen::version).equals(there.map(Seen::version))) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public Instant now() throws IOException {
        Path probe = path.suffix(".now-" + UUID.randomUUID());
        try {
            Replacement.put(files, probe, out -> {});
            return Instant.ofEpochMilli(files.getFileStatus(probe).getModificationTime());
        } finally {
            files.delete(probe, false);
        }
    }

    @Override
    public boolean datedHere() {
        return false;
    }

    @Override
    public Optional<String> caveat() {
        return conditional
                ? Optional.empty()
                : Optional.of(
                        "WARNING: this object store does not heed conditional writes (If-None-Match, If-Match): two runs or"
                                + " compactions that start within two seconds of each other may both hold "
                                + path.getParent()
                                + " until the next heartbeat. No row is lost then, but points are trained twice. Start one at a"
                                + " time, or use a store that heeds them");
    }
}
