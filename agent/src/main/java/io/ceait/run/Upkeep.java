package io.ceait.run;

import io.ceait.data.TextFiles;
import io.ceait.machine.OwnMemory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** How long what is full of the journal may lie there as it is. */
    private static final Duration PACKING = Duration.ofSeconds(30);

    private final CountDownLatch over;
    private final List<Chore> chores;

    /** What is done again and again, and when it is due. */
    private static final class Chore {

        private final Runnable work;
        private final long everyNanos;
        private long inNanos;

        Chore(Duration first, Duration every, Runnable work) {
            this.work = work;
            everyNanos = every.toNanos();
            inNanos = first.toNanos();
        }

        void passed(long nanos) {
            inNanos -= nanos;
            if (inNanos <= 0) {
                inNanos = everyNanos;
                work.run();
            }
        }
    }

    /** Work on the disk: told about once while it fails, and tried again. */
    private static final class DiskWork implements Runnable {

        private final String failure;
        private final Work work;
        private boolean failing;

        DiskWork(String failure, Work work) {
            this.failure = failure;
            this.work = work;
        }

        @Override
        public void run() {
            try {
                work.run();
                failing = false;
            } catch (IOException | RuntimeException | Error e) {
                if (!failing) {
                    failing = true;
                    LoggerFactory.getLogger(Upkeep.class).warn("{}: {}", failure, TextFiles.reason(e));
                }
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /** @param over counted down when the run is over */
    Upkeep(Journal journal, JournalPolicy policy, CountDownLatch over) {
        this(journal, policy.sync(), PACKING, over);
    }

    /** @param sync zero for never */
    Upkeep(Journal journal, Duration sync, Duration packing, CountDownLatch over) {
        this.over = over;
        chores = new ArrayList<>();
        if (!sync.isZero()) {
            chores.add(new Chore(
                    sync, sync, new DiskWork("the journal cannot be carried to the disk now", journal::sync)));
        }
        chores.add(
                new Chore(packing, packing, new DiskWork("the journal cannot be compressed now", () -> pack(journal))));
        chores.add(new Chore(SETTLED, TIDY, OwnMemory::giveBack));
    }

    /** Goes on until the run is over. */
    void run() {
        OwnMemory.giveBack();
        try {
            long step = nextNanos();
            while (!over.await(step, TimeUnit.NANOSECONDS)) {
                for (Chore chore : chores) {
                    chore.passed(step);
                }
                step = nextNanos();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long nextNanos() {
        long next = Long.MAX_VALUE;
        for (Chore chore : chores) {
            next = Math.min(next, chore.inNanos);
        }
        return next;
    }

    private void pack(Journal journal) throws IOException {
        journal.pack(() -> over.getCount() > 0);
    }
}
