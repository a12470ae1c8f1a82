package org.superpose.results;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.superpose.errors.UserException;

/** Many that want one lock at the same moment. */
final class Contenders {
    private Contenders() {}

    /**
     * The locks of those who got it.
     *
     * @param refused sees what each of the others is told
     */
    static List<DirectoryLock> of(int contenders, Supplier<DirectoryLock> acquire, Consumer<UserException> refused)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(contenders);
        CyclicBarrier together = new CyclicBarrier(contenders);
        List<Future<DirectoryLock>> begun = new ArrayList<>();
        for (int c = 0; c < contenders; c++) {
            begun.add(threads.submit(() -> {
                together.await();
                try {
                    return acquire.get();
                } catch (UserException e) {
                    refused.accept(e);
                    return null;
                }
            }));
        }
        List<DirectoryLock> winners = new ArrayList<>();
        for (Future<DirectoryLock> contender : begun) {
            DirectoryLock lock = contender.get();
            if (lock != null) {
                winners.add(lock);
            }
        }
        threads.shutdownNow();
        return winners;
    }
}
