package io.ceait.source.nvml;

/**
 * Where the sampling thread and the driver's thread meet. The first hands over requests and waits a little; the second
 * may be stuck in the driver for as long as it likes. It is the lock for all that both see. Waiting allocates nothing.
 */
final class Exchange {

    /** For the quick part and for the slow part, and once more for a wake-up without reason. */
    private static final int WAITS = 3;

    private long asked;
    private long taken;
    private long answered;
    private long settled;
    private boolean freshWanted;
    private boolean betweenWanted;
    private boolean closing;
    private long answeredNanos;

    /** @param now when the driver has answered for the first time */
    Exchange(long now) {
        answeredNanos = now;
    }

    /**
     * Asks for new readings and waits for them, but not when the driver's thread has not even answered the last time.
     *
     * @param fresh whether to wait in any case, and for the slow part, too
     */
    synchronized void ask(boolean fresh, long waitMillis) {
        boolean behind = answered < asked;
        asked++;
        freshWanted |= fresh;
        notifyAll();
        if (behind && !fresh) {
            return;
        }
        long mine = asked;
        try {
            for (int i = 0; i < WAITS && (fresh ? settled : answered) < mine; i++) {
                wait(waitMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When the driver's thread last had all quick readings. */
    synchronized long answeredNanos() {
        return answeredNanos;
    }

    /** Lets the driver's thread go once it is free. */
    synchronized void close() {
        closing = true;
        notifyAll();
    }

    /** What the driver's thread is to do next. */
    enum Work {
        /** Somebody waits for readings. */
        READ,
        /** Nobody does, and the time that was to be waited at most is over. */
        READ_BETWEEN,
        /** Nothing any more. */
        END
    }

    /**
     * The driver's thread waits for something to do.
     *
     * @param mostMillis for how long; 0: until somebody asks
     */
    synchronized Work take(long mostMillis) {
        try {
            while (taken == asked && !closing && !betweenWanted) {
                wait(mostMillis);
                if (mostMillis > 0) {
                    // Be it too early: who reads between looks at the clock.
                    break;
                }
            }
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; it ends when it is told to.
            closing = true;
        }
        if (closing) {
            return Work.END;
        }
        if (taken == asked) {
            return Work.READ_BETWEEN;
        }
        taken = asked;
        return Work.READ;
    }

    /** The driver's thread lets some time pass; false when there will be nothing more to do. */
    synchronized boolean pause(long millis) {
        try {
            if (!closing) {
                wait(millis);
            }
        } catch (InterruptedException e) {
            closing = true;
        }
        return !closing;
    }

    synchronized boolean takeFresh() {
        boolean fresh = freshWanted;
        freshWanted = false;
        return fresh;
    }

    /** Whether somebody waits for quick readings, so that slow ones have to wait. */
    synchronized boolean hasNext() {
        return taken != asked || closing;
    }

    /** To be called under the lock, after publishing. */
    synchronized void answer(long now) {
        answered = taken;
        answeredNanos = now;
        notifyAll();
    }

    synchronized void settle() {
        settled = taken;
        betweenWanted = false;
        notifyAll();
    }

    /** For tests, whose clock stands still while they wait: it is time for what is read between two requests. */
    synchronized void between() {
        betweenWanted = true;
        notifyAll();
    }

    /** For tests: waits until all requests are done with. */
    synchronized boolean awaitSettled(long waitMillis) throws InterruptedException {
        for (int i = 0; i < WAITS && (settled < asked || betweenWanted); i++) {
            wait(waitMillis);
        }
        return settled == asked && !betweenWanted;
    }
}
