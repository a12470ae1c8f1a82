package org.superpose.sweep;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superpose.results.Replacement;
import org.superpose.train.Checkpoints;

/**
 * The states of one point in training, as files in the {@link CheckpointFolder}: a line that says what may go on with it, the seconds that were spent, the state,
 * and a checksum of all that. What cannot be written is told and costs nothing else.
 */
final class PointCheckpoints implements Checkpoints, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(PointCheckpoints.class);
    private static final String FORMAT = "superpose checkpoint 1";

    /** A run that is abandoned keeps its state if so many seconds would be lost, or if the next state was as near. */
    private static final double WORTH_KEEPING = 20;

    private final CheckpointFolder folder;
    private final String modelKey;
    private final String maker;
    private final double every;
    private final Clock clock;
    private double keptAt;
    private long number;
    private double secondsBefore;
    private double coreSecondsBefore;
    /** Whether it is known what files there are; until then none is kept, because a newer one might seem to be older. */
    private boolean listed;

    private DataInputStream input;

    /** Tells how many seconds were spent on the point in this attempt. */
    interface Clock {
        double seconds();

        double coreSeconds();
    }

    /**
     * @param maker the versions of algorithm, kernel and processor that decide the bits; only a state of the same is gone on with
     * @param every after how many seconds a state is kept; 0 for never, and none is gone on with
     */
    PointCheckpoints(CheckpointFolder folder, String modelKey, String maker, double every, Clock clock) {
        this.folder = folder;
        this.modelKey = modelKey;
        this.maker = maker;
        this.every = every;
        this.clock = clock;
    }

    /** Whether there is a file of the model. */
    boolean any() {
        return number > 0;
    }

    /** The seconds that were spent on the state that was gone on with, before the clock began. */
    double secondsBefore() {
        return secondsBefore;
    }

    double coreSecondsBefore() {
        return coreSecondsBefore;
    }

    @Override
    public boolean due(boolean last) {
        double wait = last ? Math.min(every, WORTH_KEEPING) : every;
        return every > 0 && listed && clock.seconds() - keptAt >= wait;
    }

    @Override
    public void keep(State state) {
        Path unfinished = folder.unfinished(modelKey, UUID.randomUUID().toString());
        try {
            Replacement.write(
                    folder.files(), unfinished, folder.file(modelKey, number + 1), file -> write(file, state));
            number++;
            remove(folder.file(modelKey, number - 1));
        } catch (IOException | FSError e) {
            LOG.warn(
                    "the state of model {} in training cannot be kept, and it goes on without: {}",
                    modelKey,
                    e.toString());
        }
        keptAt = clock.seconds();
    }

    private void remove(Path file) {
        try {
            folder.files().delete(file, false);
        } catch (IOException | FSError e) {
            // it goes with the others when the model is finished, or with the next run of the sweep
            LOG.debug("{} cannot be removed", file, e);
        }
    }

    private void write(OutputStream file, State state) throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(new BufferedOutputStream(file, 1 << 16), new CRC32());
        DataOutputStream out = new DataOutputStream(checked);
        out.writeUTF(header());
        out.writeDouble(secondsBefore + clock.seconds());
        out.writeDouble(coreSecondsBefore + clock.coreSeconds());
        state.write(out);
        out.writeLong(checked.getChecksum().getValue());
        out.flush();
    }

    private String header() {
        return FORMAT + "\n" + modelKey + "\n" + maker;
    }

    /** Opens the newest state that is sound and of the same maker. */
    @Override
    public Optional<DataInputStream> kept() {
        if (every == 0) {
            return Optional.empty();
        }
        try {
            return newest();
        } catch (IOException | FSError e) {
            LOG.warn(
                    "the states of model {} cannot be listed: it is trained from its beginning, and none is kept: {}",
                    modelKey,
                    e.toString());
            return Optional.empty();
        }
    }

    private Optional<DataInputStream> newest() throws IOException {
        List<Path> files = folder.of(modelKey);
        for (Path file : files) {
            number = Math.max(number, CheckpointFolder.number(file));
        }
        listed = true;
        for (Path file : files) {
            if (sound(file) && opened(file)) {
                return Optional.of(input);
            }
        }
        return Optional.empty();
    }

    private boolean sound(Path file) {
        try {
            if (summed(file)) {
                return true;
            }
        } catch (IOException | FSError e) {
            LOG.debug("{} cannot be read", file, e);
        }
        LOG.warn("{} is damaged, and is passed over", file);
        return false;
    }

    private boolean summed(Path file) throws IOException {
        long left = folder.files().getFileStatus(file).getLen() - Long.BYTES;
        CRC32 sum = new CRC32();
        byte[] buffer = new byte[1 << 16];
        try (DataInputStream in = new DataInputStream(folder.files().open(file))) {
            while (left > 0) {
                int count = (int) Math.min(left, buffer.length);
                in.readFully(buffer, 0, count);
                sum.update(buffer, 0, count);
                left -= count;
            }
            return left == 0 && in.readLong() == sum.getValue();
        }
    }

    /** Opens a sound file, if what it holds can be gone on with here. */
    private boolean opened(Path file) throws IOException {
        input = new DataInputStream(new BufferedInputStream(folder.files().open(file), 1 << 16));
        if (input.readUTF().equals(header())) {
            // Of a state that this attempt has kept the clock tells more than the file.
            secondsBefore = Math.max(secondsBefore, input.readDouble() - clock.seconds());
            coreSecondsBefore = Math.max(coreSecondsBefore, input.readDouble() - clock.coreSeconds());
            LOG.info("training of model {} goes on from {}", modelKey, file);
            return true;
        }
        close();
        LOG.warn(
                "{} was kept by another kernel, processor, JDK or version, or with another measure.curve, and is passed over",
                file);
        return false;
    }

    /** Closes the file that was gone on with, if it still is open. */
    @Override
    public void close() {
        if (input != null) {
            try {
                input.close();
            } catch (IOException e) {
                LOG.debug("a state that was read cannot be closed", e);
            }
            input = null;
        }
    }
}
