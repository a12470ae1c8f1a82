package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superpose.errors.UserException;

/** The lock in an object store that heeds conditions, and in one that does not. */
@ExtendWith(HeededStore.class)
class PutLockTest {
    private static final int CONTENDERS = 8;

    private static final DirectoryLock.Patience PATIENCE =
            new DirectoryLock.Patience(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(400));

    /** A watch that ends at the first beat. */
    private static final DirectoryLock.Patience LONG =
            new DirectoryLock.Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMillis(400));

    @TempDir
    Path folder;

    private ResultsDirectory directory;
    private Path file;

    @BeforeEach
    void open() {
        directory = ResultsDirectory.at(StubStore.PREFIX + folder);
        file = folder.resolve(DirectoryLock.NAME);
    }

    @Test
    void aLiveHolderIsNamedAndTheNextTakesWhatItGaveBack() throws IOException {
        assertThat(directory.objectStore()).isTrue();
        try (DirectoryLock lock = acquire("run")) {
            assertThat(lock.held()).isTrue();
            assertThat(lock.caveat()).isEmpty();
            assertThatThrownBy(() -> acquire("compact"))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining(
                            "in use by run, process " + ProcessHandle.current().pid());
            assertThat(DirectoryLock.holder(directory)).isPresent();
        }
        assertThat(DirectoryLock.holder(directory)).isEmpty();
        assertThat(folder.toFile().list()).as("no trial is left").containsExactly(DirectoryLock.NAME);
        assertThat(file).content().isEqualTo("{\"free\":true}");
        acquire("run").close();
        assertThat(StubStore.DONE).as("a delete has no condition").doesNotContain("delete .lock");
    }

    @RepeatedTest(5)
    void oneOfManyContendersWins() throws Exception {
        assertThat(contend()).hasSize(1);
    }

    @RepeatedTest(10)
    void oneOfManyContendersTakesOverAStaleLock() throws Exception {
        StubStore.ahead = Duration.ofSeconds(-61);
        write(elsewhere(), 1);
        StubStore.ahead = Duration.ZERO;
        assertThat(contend()).hasSize(1);
    }

    /** Only the store's own dates count, so a store that lives in another century gives the same answers. */
    @ParameterizedTest
    @ValueSource(longs = {0, 90 * 365, -20 * 365})
    void aFreshLockIsRespectedAndAnOldOneIsNotByTheClockOfTheStore(long days) throws Exception {
        StubStore.ahead = Duration.ofDays(days).minusSeconds(50);
        write(elsewhere(), 1);
        StubStore.ahead = Duration.ofDays(days);
        assertThatThrownBy(() -> acquire("run"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("process 7 on elsewhere");
        StubStore.ahead = Duration.ofDays(days).plusSeconds(11);
        acquire("run").close();
        assertThat(DirectoryLock.laterDate(directory)).isEmpty();
    }

    /** A client whose answers are slow: its beats come, dated long ago. */
    @Test
    void aLockThatBeatsWhileItIsWatchedLives() throws Exception {
        StubStore.ahead = Duration.ofMinutes(-10);
        LockOwner owner = elsewhere();
        write(owner, 1);
        StubStore.ahead = Duration.ZERO;
        ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
        AtomicReference<Future<Boolean>> beat = new AtomicReference<>();
        try {
            assertThatThrownBy(() -> {
                        beat.set(heart.schedule(() -> rewrite(owner), 50, TimeUnit.MILLISECONDS));
                        DirectoryLock.acquire(directory, "run", LONG);
                    })
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("process 7 on elsewhere");
            assertThat(beat.get().get()).isTrue();
        } finally {
            heart.shutdownNow();
        }
    }

    private boolean rewrite(LockOwner owner) {
        try {
            write(owner, 2);
            return true;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aHolderThatWasAwayFindsThatTheLockIsAnothers() throws IOException {
        LockFile mine = LockFile.of(directory);
        LockOwner me = LockOwner.thisProcess("run");
        LockOwner other = elsewhere();
        assertThat(mine.create(me)).isTrue();
        assertThat(mine.beat(me)).isTrue();
        FoundLock stale = mine.find().orElseThrow();
        assertThat(LockFile.of(directory).takeOver(stale, other, Duration.ZERO)).isTrue();
        assertThat(mine.beat(me)).isFalse();
        mine.release(me);
        assertThat(mine.find().orElseThrow().owner().id()).isEqualTo(other.id());
        assertThat(LockFile.of(directory).takeOver(stale, me, Duration.ZERO))
                .as("what was found stale is not there any more")
                .isFalse();
    }

    @Test
    void anAnswerThatWasLostIsReadBack() throws IOException {
        LockFile mine = LockFile.of(directory);
        LockOwner me = LockOwner.thisProcess("run");
        StubStore.losesAnswer = true;
        assertThat(mine.create(me)).isTrue();
        StubStore.losesAnswer = true;
        assertThat(mine.beat(me)).isTrue();
        mine.release(me);
    }

    @Test
    void aDeletedLockIsLost() throws IOException {
        LockFile mine = LockFile.of(directory);
        LockOwner me = LockOwner.thisProcess("run");
        assertThat(mine.create(me)).isTrue();
        Files.delete(file);
        assertThat(mine.beat(me)).isFalse();
        assertThat(file).doesNotExist();
    }

    @Test
    void aStoreThatDoesNotHeedConditionsIsFoundOutAndSaid() {
        StubStore.heedsConditions = false;
        try (DirectoryLock lock = acquire("run")) {
            assertThat(lock.held()).isTrue();
            assertThat(lock.caveat())
                    .hasValueSatisfying(said -> assertThat(said)
                            .contains("WARNING", "does not heed conditional writes", folder.toString()));
            assertThatThrownBy(() -> acquire("compact"))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("in use by run");
        }
        assertThat(DirectoryLock.holder(directory)).isEmpty();
    }

    /** They put within the same moment, and read back what was put last. */
    @Test
    void withoutConditionsOneOfSeveralThatStartAtOnceIsLeft() throws Exception {
        StubStore.heedsConditions = false;
        assertThat(contend()).hasSize(1);
    }

    @Test
    void anObjectStoreOfWhichNothingIsKnownIsRefused() {
        assertThatThrownBy(() -> ResultsDirectory.at("gs://bucket/out"))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("object store (gs)", "s3a://", "superpose.object.stores=gs");
        assertThat(ResultsDirectory.at(folder.toString()).objectStore()).isFalse();
    }

    private DirectoryLock acquire(String command) {
        return DirectoryLock.acquire(directory, command, PATIENCE);
    }

    private static LockOwner elsewhere() {
        return new LockOwner(UUID.randomUUID().toString(), "elsewhere", "boot", 7, null, "run", "yesterday");
    }

    private void write(LockOwner owner, long beat) throws IOException {
        Replacement.put(directory.files(), directory.path(DirectoryLock.NAME), out -> out.write(owner.json(beat)));
    }

    /** Those of many contenders that have got the lock, which is given back. */
    private List<DirectoryLock> contend() throws Exception {
        List<DirectoryLock> winners = Contenders.of(CONTENDERS, () -> acquire("run"), refused -> {});
        winners.forEach(lock -> {
            assertThat(lock.held()).isTrue();
            lock.close();
        });
        return winners;
    }
}
