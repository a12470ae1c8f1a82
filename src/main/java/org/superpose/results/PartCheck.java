package org.superpose.results;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shaded.parquet.org.apache.thrift.TException;

/**
 * Looks at single files of a table, without Spark. The quick look reads the end of a file only: whether it ends as a Parquet file does, and whether its
 * columns are those of the table. The whole look reads all of it: the file system compares the bytes with its own checksums where it keeps some, and
 * elsewhere those of the pages are compared. A file is damaged if its content proves it; one that cannot be read to its end for another reason, for want
 * of memory for example, is told as such, and a look whose thread is interrupted ends by {@link java.util.concurrent.CancellationException}.
 *
 * <p>A quick look does not parse footers that begin with the bytes of one that was parsed before, which takes most of the time.
 */
final class PartCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PartCheck.class);
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** The footer's length and the magic word. */
    private static final int ENDING = 8;

    /** Read at once from the end: the footer of a file of one bundle has 40 kB. */
    private static final int TAIL = 64 << 10;

    private static final int BUFFER = 1 << 20;

    /** The MiB of files whose pages may be compared at once: a quarter of the heap, since a group of rows is held whole. */
    private static final int MOST_HELD = (int) Math.max(1, Runtime.getRuntime().maxMemory() >> 22);

    private final FileSystem files;
    private final FooterCheck footers;
    private final ParquetReadOptions options;
    private final List<byte[]> known = new CopyOnWriteArrayList<>();
    private final Semaphore memory = new Semaphore(MOST_HELD, true);

    PartCheck(FileSystem files, TableColumns columns) {
        this.files = files;
        this.options = HadoopReadOptions.builder(files.getConf())
                .usePageChecksumVerification(true)
                .build();
        this.footers = new FooterCheck(columns, options);
    }

    private interface Look {
        Optional<String> fault(FileStatus part) throws IOException;
    }

    /** What the end of a file tells. */
    Optional<PartFault> quick(FileStatus part) {
        return judged(part, this::endFault);
    }

    /** What every byte of a file tells. */
    Optional<PartFault> whole(FileStatus part) {
        return judged(part, this::contentFault);
    }

    /** @throws Reads.FilesVanished if the file is gone */
    private static Optional<PartFault> judged(FileStatus part, Look look) {
        Reads.checkNotInterrupted(null);
        try {
            return look.fault(part).map(reason -> new PartFault(part.getPath(), reason, true));
        } catch (ChecksumException e) {
            return Optional.of(new PartFault(part.getPath(), "its bytes are not those that were written", true));
        } catch (FileNotFoundException e) {
            if (Reads.isGone(e)) {
                throw new Reads.FilesVanished(e);
            }
            return Optional.of(unreadable(part, e));
        } catch (IOException | FSError e) {
            Reads.checkNotInterrupted(e);
            return Optional.of(unreadable(part, e));
        }
    }

    private static PartFault unreadable(FileStatus part, Throwable why) {
        return new PartFault(part.getPath(), Reads.firstLine(Reads.root(why)), false);
    }

    private Optional<String> endFault(FileStatus part) throws IOException {
        if (part.isDirectory()) {
            return Optional.of("it is a folder");
        }
        long length = part.getLen();
        if (length == 0) {
            return Optional.of("it is empty");
        }
        byte[] tail = tail(part, (int) Math.min(length, TAIL));
        if (!ends(tail)) {
            return Optional.of(begins(part) ? "it is cut short" : "it is no Parquet file");
        }
        long footer = footerLength(tail);
        if (footer <= 0 || footer > length - ENDING - MAGIC.length) {
            return Optional.of("its footer is damaged");
        }
        byte[] end = footer + ENDING <= tail.length ? tail : tail(part, (int) footer + ENDING);
        byte[] bytes = Arrays.copyOfRange(end, end.length - ENDING - (int) footer, end.length - ENDING);
        return isKnown(bytes) ? Optional.empty() : parsed(bytes);
    }

    private boolean isKnown(byte[] footer) {
        return known.stream()
                .anyMatch(schema -> schema.length <= footer.length
                        && Arrays.equals(footer, 0, schema.length, schema, 0, schema.length));
    }

    private Optional<String> parsed(byte[] footer) {
        Optional<String> fault = footers.fault(new ByteArrayInputStream(footer));
        if (fault.isEmpty()) {
            FooterCheck.schemaLength(footer).ifPresent(length -> known.add(Arrays.copyOf(footer, length)));
        }
        return fault;
    }

    private byte[] tail(FileStatus part, int length) throws IOException {
        byte[] tail = new byte[length];
        try (FSDataInputStream in = files.open(part.getPath())) {
            in.readFully(part.getLen() - length, tail);
        }
        return tail;
    }

    private static boolean ends(byte[] tail) {
        return tail.length >= ENDING + MAGIC.length
                && Arrays.equals(tail, tail.length - MAGIC.length, tail.length, MAGIC, 0, MAGIC.length);
    }

    private boolean begins(FileStatus part) throws IOException {
        byte[] head = new byte[(int) Math.min(MAGIC.length, part.getLen())];
        try (FSDataInputStream in = files.open(part.getPath())) {
            in.readFully(0, head);
        }
        return Arrays.equals(head, 0, head.length, MAGIC, 0, head.length);
    }

    private static long footerLength(byte[] tail) {
        long length = 0;
        for (int k = 0; k < 4; k++) {
            length |= (tail[tail.length - ENDING + k] & 0xFFL) << 8 * k;
        }
        return length;
    }

    private Optional<String> contentFault(FileStatus part) throws IOException {
        Optional<String> fault = endFault(part);
        if (fault.isPresent()) {
            return fault;
        }
        if (!hasChecksums(part.getPath())) {
            return pageFault(part);
        }
        drain(part.getPath());
        return Optional.empty();
    }

    /** Reads a file to its end, so that what cannot be read has failed here. */
    private void drain(Path file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (FSDataInputStream in = files.open(file)) {
            while (in.read(buffer) >= 0) {
                // The file system compares checksums as it reads.
                Reads.checkNotInterrupted(null);
            }
        }
    }

    private boolean hasChecksums(Path file) throws IOException {
        return files instanceof ChecksumFileSystem local
                ? local.exists(local.getChecksumFile(file))
                : "hdfs".equals(files.getUri().getScheme());
    }

    private Optional<String> pageFault(FileStatus part) throws IOException {
        int share = (int) Math.min(MOST_HELD, 1 + (part.getLen() >> 19));
        try {
            memory.acquire(share);
        } catch (InterruptedException e) {
            throw Reads.interrupted(e);
        }
        try (ParquetFileReader reader =
                ParquetFileReader.open(HadoopInputFile.fromStatus(part, files.getConf()), options)) {
            while (reader.readNextRowGroup() != null) {
                Reads.checkNotInterrupted(null);
            }
            return Optional.empty();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            Reads.checkNotInterrupted(e);
            if (!provesDamage(e)) {
                throw new IOException(Reads.firstLine(Reads.root(e)), e);
            }
            LOG.debug("{} is damaged", part.getPath(), e);
            return Optional.of("a page of it is damaged");
        } finally {
            memory.release(share);
        }
    }

    /** Whether Parquet itself throws it, of numbers of values that do not agree for example. */
    private static boolean isOfParquet(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure.getCause() == null
                && trace.length > 0
                && trace[0].getClassName().startsWith("org.apache.parquet.");
    }

    /** Whether a failure to read pages is about what they hold. A medium that cannot be read, or memory that ran out, says nothing about that. */
    private static boolean provesDamage(Throwable failure) {
        boolean proves = true;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Error) {
                return false;
            }
            if (cause instanceof TException || cause instanceof EOFException) {
                return true;
            }
            proves &= !(cause instanceof IOException) || isOfParquet(cause);
        }
        return proves;
    }
}
