package io.ceait.command;

import io.ceait.libc.CallersLocale;
import io.ceait.libc.Reaping;
import io.ceait.libc.Signalling;
import io.ceait.libc.Spawning;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A command that shares our terminal, input and output, and is to notice as little of us as whoever started us of it.
 *
 * <p>Not handed on: whether SIGPIPE, SIGCHLD or SIGUSR2 were ignored, which a JVM does not tell.
 */
public final class Command {

    private final List<String> words;
    private final Inherited inherited;
    private final SignalRelay relay;
    private final CompletableFuture<Boolean> nativeCalls = new CompletableFuture<>();
    private volatile @Nullable StartedCommand started;

    private Command(List<String> words) {
        this.words = List.copyOf(words);
        this.inherited = Inherited.ofThisProcess();
        this.relay = new SignalRelay(inherited);
    }

    /**
     * Makes ready, before the program opens files of its own. JNA takes its time to load, and does so meanwhile.
     *
     * @param words the last arguments of this program: the command and its own
     */
    public static Command prepare(List<String> words) {
        Command command = new Command(words);
        Thread thread = new Thread(() -> command.nativeCalls.complete(loadNativeCalls()), "ceait-command-loader");
        thread.setDaemon(true);
        thread.start();
        return command;
    }

    private static boolean loadNativeCalls() {
        try {
            Signalling.signal(Signalling.SIGQUIT, Signalling.IGNORE);
            Signalling.signal(Signalling.SIGUSR2, Signalling.IGNORE);
            CallersLocale.restore(System.getenv());
            // Ignored, it would have the kernel forget how the command ended.
            Signalling.signal(Signalling.SIGCHLD, Signalling.DEFAULT);
            return Spawning.environ() != null && Reaping.waitpid(-1, 0, Reaping.WNOHANG) <= 0;
        } catch (Throwable e) {
            // No JNA here, as a rule. Whatever it is, the start waits for an answer, and the JVM can start the command,
            // too.
            return false;
        }
    }

    /** The program as it was named. */
    public String name() {
        return words.get(0);
    }

    /**
     * Starts the command; signals to us are passed on to it from now on.
     *
     * @param held is told the process's number before it becomes the command; where it cannot be held, a moment after
     * @return its process number
     */
    public int start(IntConsumer held) throws CannotStart {
        relay.begin();
        IntConsumer told = pid -> {
            relay.isInGroup();
            held.accept(pid);
        };
        StartedCommand begun = nativeCalls.join() ? startNatively(told) : startByTheJvm(told);
        started = begun;
        relay.started(begun);
        return begun.pid();
    }

    private StartedCommand startByTheJvm(IntConsumer held) throws CannotStart {
        JvmProcess process = JvmProcess.start(words);
        held.accept(process.pid());
        return process;
    }

    private StartedCommand startNatively(IntConsumer held) throws CannotStart {
        int pid = new Spawn(inherited).start(Words.asGiven(words), name(), held);
        JobControl control = new JobControl(relay);
        NativeProcess process = NativeProcess.watch(pid, control::commandStopped);
        control.begin(process);
        return process;
    }

    public boolean isStarted() {
        return started != null;
    }

    /** A signal that means something to us, and is not passed on. To be said before the start. */
    public void keepFrom(String signal) {
        relay.keep(signal);
    }

    /** A signal has come that may be meant for the command. */
    public void pass(String signal) {
        relay.pass(signal);
    }

    /**
     * Waits for the end.
     *
     * @return the command's code, or 128 and the number of the signal that ended it
     */
    public int exitCode() throws InterruptedException {
        return Objects.requireNonNull(started, "not started").exitCode();
    }
}
