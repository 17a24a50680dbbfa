package io.ceait.target;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel for the proportional part of a process's memory, beside the ticks: it walks through all page tables of
 * the process for the answer, some 40 ns a page. One question at a time; asked and answered by the thread that ticks.
 */
final class PssReader {

    private final ProcessFiles files;
    private final long pageBytes;
    private final Executor beside;
    private @Nullable Member asked;
    private long askedPages;
    private volatile boolean answered;
    private volatile long answer;

    /** A thread that is made for the first question: most jobs have one process, and ask none. */
    static Executor besideTheTicks() {
        return question -> Beside.THREAD.execute(question);
    }

    private static final class Beside {
        static final Executor THREAD =
                new ThreadPoolExecutor(0, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), question -> {
                    Thread thread = new Thread(question, "ceait-memory");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** @param beside where the kernel is waited for */
    PssReader(ProcessFiles files, long pageBytes, Executor beside) {
        this.files = files;
        this.pageBytes = pageBytes;
        this.beside = beside;
    }

    boolean isBusy() {
        return asked != null;
    }

    void ask(Member member) {
        asked = member;
        askedPages = member.residentPages;
        answered = false;
        beside.execute(() -> {
            answer = files.proportionalBytes(member.pid);
            answered = true;
        });
    }

    /** Notes the answer with the process it is of, once it is there. */
    void take() {
        Member member = asked;
        if (member != null && answered) {
            member.proportional(answer < 0 ? answer : answer / pageBytes, askedPages);
            asked = null;
        }
    }
}
