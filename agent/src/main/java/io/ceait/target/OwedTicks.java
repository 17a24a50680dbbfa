package io.ceait.target;

/**
 * CPU time that was booked for processes which are gone since. Whoever waited for one has its time in its own figures now:
 * so much of their growth is nothing new. What they grew beyond is what nobody has seen: the last moments of children, and
 * children that came and went between two looks.
 *
 * <p>One account for the whole job: who of it waited for whom cannot be seen when parents go, too, and need not be known.
 */
final class OwedTicks {

    private long owed;
    private long processes;
    private long newlyOwed;
    private long newProcesses;

    /** A process was found gone at this look. Parents have been read before: the time may be in their figures or not. */
    void owe(long bookedTicks) {
        newlyOwed += bookedTicks;
        newProcesses++;
    }

    /** What earlier looks left. */
    long outstanding() {
        return owed;
    }

    /** Nobody is left who could have it. */
    void forget() {
        owed = 0;
        processes = 0;
    }

    /** Nothing is taken at this look. */
    void hold() {
        owed += newlyOwed;
        processes += newProcesses;
        newlyOwed = 0;
        newProcesses = 0;
    }

    /**
     * Takes what parents took over since the last look.
     *
     * @param isAllThere whether the time of those that were gone before this look is in these figures, if it will ever be
     * @param unwaited told of what should be there and is not
     * @return what is to be booked
     */
    long pay(long grown, boolean isAllThere, Unwaited unwaited) {
        long beyond = grown - owed - newlyOwed;
        if (beyond >= 0) {
            owed = 0;
            processes = 0;
            newlyOwed = 0;
            newProcesses = 0;
            return beyond;
        }
        long unpaid = Math.max(0, owed - grown);
        if (isAllThere) {
            if (unpaid > 0) {
                unwaited.add(Math.max(1, processes * unpaid / owed), unpaid);
            }
            unpaid = 0;
            processes = 0;
        }
        newlyOwed -= Math.max(0, grown - owed);
        owed = unpaid;
        hold();
        return 0;
    }
}
