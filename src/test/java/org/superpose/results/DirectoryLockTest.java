package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.errors.UserException;

class DirectoryLockTest {
    private static final int CONTENDERS = 8;

    private static final DirectoryLock.Patience PATIENCE =
            new DirectoryLock.Patience(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(400));

    @TempDir
    Path folder;

    private ResultsDirectory directory;
    private Path file;

    @BeforeEach
    void open() {
        directory = ResultsDirectory.at(folder.toString());
        file = folder.resolve(DirectoryLock.NAME);
    }

    @Test
    void aLiveHolderIsNamedToTheSecond() {
        try (DirectoryLock lock = acquire("run")) {
            assertThat(lock.held()).isTrue();
            assertThatThrownBy(() -> acquire("compact"))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("run")
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("since 20");
            assertThat(DirectoryLock.holder(directory)).isPresent();
        }
        assertThat(DirectoryLock.holder(directory)).isEmpty();
        assertThat(folder).isEmptyDirectory();
        acquire("run").close();
    }

    @Test
    void onlyItsOwnerReadsIt() throws IOException {
        try (DirectoryLock lock = DirectoryLock.acquire(directory, "run")) {
            assertThat(lock.held()).isTrue();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void aNameBeyondAsciiIsLocked() throws IOException {
        ResultsDirectory named = ResultsDirectory.at(
                Files.createDirectory(folder.resolve("ünï ½%41")).toString());
        try (DirectoryLock lock = DirectoryLock.acquire(named, "run")) {
            assertThat(lock.held()).isTrue();
        }
    }

    @Test
    void theLockOfAnotherUserIsRespected() throws IOException {
        write(elsewhere(), Instant.now());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(file), "root may read everything");
        assertThatThrownBy(() -> DirectoryLock.acquire(directory, "run"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("in use by a process of another user");
    }

    @RepeatedTest(5)
    void oneOfManyContendersWins() throws Exception {
        assertThat(contend()).hasSize(1);
    }

    @RepeatedTest(10)
    void oneOfManyContendersTakesOverAStaleLock() throws Exception {
        write(elsewhere(), Instant.now().minusSeconds(61));
        List<DirectoryLock> winners = contend();
        assertThat(winners).hasSize(1);
        assertThat(winners.get(0).held()).isTrue();
        winners.get(0).close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFreshLockOfAnotherHostIsRespected() throws IOException {
        write(elsewhere(), Instant.now().minusSeconds(50));
        assertThatThrownBy(() -> acquire("run"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("process 7 on elsewhere");
    }

    /** Another host's clock is two days ahead, or behind: its process lives, and beats. */
    @ParameterizedTest
    @ValueSource(longs = {2 * 86_400, -2 * 86_400})
    void aWrongClockDoesNotMakeALivingProcessStale(long ahead) throws Exception {
        LockOwner owner = elsewhere();
        write(owner, Instant.now().plusSeconds(ahead));
        ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
        heart.scheduleAtFixedRate(
                () -> file.toFile()
                        .setLastModified(Instant.now().plusSeconds(ahead).toEpochMilli()),
                0,
                20,
                TimeUnit.MILLISECONDS);
        assertThatThrownBy(() -> acquire("run"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("process 7 on elsewhere");
        assertThat(DirectoryLock.laterDate(directory).isPresent()).isEqualTo(ahead > 0);
        heart.shutdownNow();
    }

    /** A process whose clock was two days ahead is gone: it does not hold the directory for two days. */
    @Test
    void aDeadProcessWithALaterDateIsTakenOver() throws IOException {
        write(elsewhere(), Instant.now().plusSeconds(2 * 86_400));
        assertThat(DirectoryLock.laterDate(directory))
                .hasValueSatisfying(said -> assertThat(said).contains("process 7 on elsewhere", "later than now"));
        long begin = System.nanoTime();
        acquire("run").close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(PATIENCE.later());
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theLockOfADeadProcessHereIsTakenOverAtOnce() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        LockOwner here = LockOwner.thisProcess("run");
        LockOwner other = new LockOwner(
                here.id(),
                here.host(),
                here.machine(),
                process.pid(),
                process.info().startInstant().orElseThrow().toString(),
                "run",
                here.startedAt());
        write(other, Instant.now().minusSeconds(600));
        assertThatThrownBy(() -> acquire("run"))
                .as("a process that is alive but was suspended for minutes")
                .isInstanceOf(UserException.class);
        process.destroyForcibly().waitFor();
        acquire("run").close();
    }

    @Test
    void aReusedPidIsAnotherProcess() throws IOException {
        LockOwner here = LockOwner.thisProcess("run");
        write(
                new LockOwner(here.id(), here.host(), here.machine(), here.pid(), "2001-01-01T00:00:00Z", "run", ""),
                Instant.now());
        acquire("run").close();
    }

    @Test
    void aHalfWrittenLockCountsByItsAge() throws IOException {
        Files.writeString(file, "{\"id\":");
        assertThatThrownBy(() -> acquire("run")).isInstanceOf(UserException.class);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(61)));
        acquire("run").close();
    }

    @Test
    void aTakeOverThatDiedHalfwayDoesNotBlock() throws IOException {
        LockOwner owner = elsewhere();
        write(owner, Instant.now().minusSeconds(200));
        Path marker = Files.createFile(folder.resolve(DirectoryLock.NAME + ".stale-" + owner.id() + "-0"));
        Files.setLastModifiedTime(marker, FileTime.from(Instant.now().plusSeconds(2 * 86_400)));
        acquire("run").close();
    }

    @Test
    void aLostLockIsNoticedAndLeftAlone() throws IOException {
        DirectoryLock lock = acquire("run");
        write(elsewhere(), Instant.now());
        assertThat(lock.held()).isFalse();
        lock.close();
        assertThat(file).exists();
        Files.delete(file);
        assertThat(lock.held()).isFalse();
    }

    @Test
    void aDeletedLockIsLost() throws IOException {
        try (DirectoryLock lock = acquire("run")) {
            Files.delete(file);
            assertThat(lock.held()).isFalse();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theHeartBeats() throws IOException {
        try (DirectoryLock lock = acquire("run")) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(30)));
            assertThat(lock.held()).isTrue();
            assertThat(Files.getLastModifiedTime(file).toInstant())
                    .isAfter(Instant.now().minusSeconds(10));
        }
    }

    private DirectoryLock acquire(String command) {
        return DirectoryLock.acquire(directory, command, PATIENCE);
    }

    private static LockOwner elsewhere() {
        return new LockOwner(UUID.randomUUID().toString(), "elsewhere", "boot", 7, null, "run", "yesterday");
    }

    private void write(LockOwner owner, Instant beat) throws IOException {
        Files.write(file, owner.json());
        Files.setLastModifiedTime(file, FileTime.from(beat));
    }

    private List<DirectoryLock> contend() throws Exception {
        return Contenders.of(CONTENDERS, () -> acquire("run"), refused -> {});
    }
}
