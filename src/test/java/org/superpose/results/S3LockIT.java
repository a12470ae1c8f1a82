package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.superpose.S3Server;
import org.superpose.Slow;

/** The lock through Hadoop's own client of S3: with a server that heeds conditions, and with one that does not. */
@Slow
@EnabledIf(value = "org.superpose.S3Server#available", disabledReason = "the S3 server is in profile s3")
class S3LockIT {
    private static final int CONTENDERS = 4;

    @TempDir
    static Path folder;

    private static S3Server server;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @AfterEach
    void forget() {
        server.settings(true).keySet().forEach(key -> System.clearProperty("spark.hadoop." + key));
    }

    /** A bucket has one client in a JVM, so each kind of server must have another name. */
    private ResultsDirectory directory(boolean heedsConditions) {
        server.settings(heedsConditions).forEach((key, value) -> System.setProperty("spark.hadoop." + key, value));
        System.setProperty("spark.hadoop.fs.s3a.access.key", "local");
        System.setProperty("spark.hadoop.fs.s3a.secret.key", "local-secret");
        System.setProperty("spark.hadoop.fs.s3a.impl.disable.cache", "true");
        return ResultsDirectory.at(server.uri("lock-" + UUID.randomUUID()));
    }

    @Test
    void oneOfManyContendersWins() throws Exception {
        ResultsDirectory directory = directory(true);
        List<DirectoryLock> winners = contend(directory);
        assertThat(winners).hasSize(1);
        assertThat(winners.get(0).caveat()).isEmpty();
        assertThat(winners.get(0).held()).isTrue();
        winners.get(0).close();
        assertThat(contend(directory)).hasSize(1);
    }

    @Test
    void whoWasAwayForLongFindsThatTheLockIsAnothers() throws Exception {
        ResultsDirectory directory = directory(true);
        LockFile mine = LockFile.of(directory);
        LockOwner me = LockOwner.thisProcess("run");
        LockOwner other = LockOwner.thisProcess("another run");
        assertThat(mine.create(me)).isTrue();
        assertThat(mine.beat(me)).isTrue();
        FoundLock stale = mine.find().orElseThrow();
        assertThat(LockFile.of(directory).takeOver(stale, other, java.time.Duration.ZERO))
                .isTrue();
        assertThat(mine.beat(me)).isFalse();
        mine.release(me);
        assertThat(mine.find().orElseThrow().owner().id()).isEqualTo(other.id());
        assertThat(java.time.Duration.between(stale.beat(), mine.now())).isLessThan(DirectoryLock.STALE);
    }

    @Test
    void aServerThatDoesNotHeedConditionsIsFoundOut() throws Exception {
        try (DirectoryLock lock = DirectoryLock.acquire(directory(false), "run")) {
            assertThat(lock.caveat()).isPresent();
            assertThat(lock.held()).isTrue();
        }
    }

    private static List<DirectoryLock> contend(ResultsDirectory directory) throws Exception {
        return Contenders.of(
                CONTENDERS,
                () -> DirectoryLock.acquire(directory, "run"),
                refused -> assertThat(refused).hasMessageContaining("in use by run"));
    }
}
