package org.superpose.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.superpose.Submitted;
import org.superpose.results.Tables;

/** Disks that are full, that stall, or that give back other bits than they were given. */
final class Disks {
    /** The length of a footer and the letters PAR1, at the end of a Parquet file. */
    private static final int TAIL = 8;

    private Disks() {}

    static List<Fault> all() {
        return List.of(
                new Fault("the disk is full", Disks::full, Disks::noMounts),
                new Fault("the disk has no inodes left", Disks::noInodes, Disks::noMounts),
                new Fault("the disk stalls for up to 20 s", Disks::stalls, Disks::noFreezing),
                Fault.of("a bit flips in the data of a file", trial -> flips(trial, false)),
                Fault.of("a bit flips in the footer of a file", trial -> flips(trial, true)));
    }

    private static void full(Trial trial) throws Exception {
        until(trial, "size=" + (60 + trial.random().nextInt(400)) + "k", "size=64m");
    }

    private static void noInodes(Trial trial) throws Exception {
        until(trial, "nr_inodes=" + (8 + trial.random().nextInt(60)), "nr_inodes=100000");
    }

    private static void until(Trial trial, String little, String enough) throws Exception {
        Path disk = Files.createDirectories(trial.results());
        execute("mount", "-t", "tmpfs", "-o", little, "superpose-test", disk.toString());
        try {
            try (Submitted run = trial.run("local[2,4]")) {
                trial.ends(run, Trial.STOPPED, Trial.DONE);
            }
            execute("mount", "-o", "remount," + enough, disk.toString());
            trial.recovers();
        } finally {
            execute("umount", disk.toString());
        }
    }

    private static void stalls(Trial trial) throws Exception {
        Path image = trial.directory().resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(64 << 20);
        }
        execute("mkfs.ext4", "-q", image.toString());
        Path disk = Files.createDirectories(trial.results());
        execute("mount", "-o", "loop", image.toString(), disk.toString());
        try {
            execute("rmdir", disk.resolve("lost+found").toString());
            try (Submitted run = trial.run("local[2,4]")) {
                trial.moment(run);
                execute("fsfreeze", "--freeze", disk.toString());
                try {
                    Thread.sleep(1000 + trial.random().nextInt(19_000));
                } finally {
                    execute("fsfreeze", "--unfreeze", disk.toString());
                }
                trial.ends(run, Trial.DONE);
            }
            trial.recovers();
        } finally {
            execute("umount", disk.toString());
        }
    }

    private static void flips(Trial trial, boolean footer) throws Exception {
        trial.begunWithResults();
        String table = trial.random().nextInt(4) == 0 ? Tables.PLANNED : Tables.MODELS;
        List<Path> parts = parts(trial.results().resolve(table));
        flip(trial, parts.get(trial.random().nextInt(parts.size())), footer);
        try (Submitted status = trial.command("status")) {
            trial.ends(status, Trial.DONE, Trial.STOPPED);
        }
        trial.recovers();
    }

    private static List<Path> parts(Path table) throws IOException {
        try (Stream<Path> paths = Files.find(
                table, 2, (path, facts) -> path.getFileName().toString().matches("part-.*\\.parquet"))) {
            return paths.sorted().toList();
        }
    }

    private static void flip(Trial trial, Path file, boolean footer) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int footerLength = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - TAIL) + TAIL;
        int data = bytes.length - footerLength;
        int at = footer
                ? data + trial.random().nextInt(footerLength)
                : trial.random().nextInt(data);
        bytes[at] ^= (byte) (1 << trial.random().nextInt(Byte.SIZE));
        Files.write(file, bytes);
    }

    private static Optional<String> noMounts() {
        return tried("unshare", "--mount", "mount", "-t", "tmpfs", "superpose-test", "/mnt")
                ? Optional.empty()
                : Optional.of("only root may mount a tmpfs");
    }

    private static Optional<String> noFreezing() {
        return noMounts().isEmpty() && tried("losetup", "--find") && tried("fsfreeze", "--version")
                ? Optional.empty()
                : Optional.of("it needs root, a loop device and fsfreeze");
    }

    /** Whether a command can be had, and succeeds. */
    static boolean tried(String... command) {
        try {
            execute(command);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs a command of the system, which must succeed. */
    static void execute(String... command) throws IOException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
