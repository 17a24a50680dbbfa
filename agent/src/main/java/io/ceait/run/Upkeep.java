package io.ceait.run;

import io.ceait.machine.OwnMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * What is to be done now and then while a run goes on, beside the ticks and never on their thread: the journal is carried to
 * the disk and what is full of it compressed, and memory that starting and compiling has left behind is given back, for it
 * is the job's.
 */
final class Upkeep {

    /** When the code of the ticks is compiled. */
    private static final Duration SETTLED = Duration.ofSeconds(60);

    /** What searches for new processes leave behind. */
    private static final Duration TIDY = Duration.ofSeconds(600);

    private final Journal journal;
    private final Duration sync;
    private final CountDownLatch over;
    private boolean syncFailed;

    /** @param over counted down when the run is over */
    Upkeep(Journal journal, JournalPolicy policy, CountDownLatch over) {
        this.journal = journal;
        this.sync = policy.sync();
        this.over = over;
    }

    /** Goes on until the run is over. */
    void run() {
        OwnMemory.giveBack();
        long step = Math.min(SETTLED.toNanos(), syncs() ? sync.toNanos() : Long.MAX_VALUE);
        long sinceSync = 0;
        long untilTidy = SETTLED.toNanos();
        try {
            while (!over.await(step, TimeUnit.NANOSECONDS)) {
                sinceSync += step;
                untilTidy -= step;
                if (syncs() && sinceSync >= sync.toNanos()) {
                    keepJournal();
                    sinceSync = 0;
                }
                if (untilTidy <= 0) {
                    OwnMemory.giveBack();
                    untilTidy = TIDY.toNanos();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean syncs() {
        return !sync.isZero();
    }

    private void keepJournal() {
        try {
            journal.sync();
            journal.pack(() -> over.getCount() > 0);
            syncFailed = false;
        } catch (IOException e) {
            if (!syncFailed) {
                syncFailed = true;
                LoggerFactory.getLogger(Upkeep.class)
                        .warn("the journal cannot be carried to the disk now: {}", e.getMessage());
            }
        }
    }
}
