package io.ceait.command;

import io.ceait.libc.Signalling;
import java.io.IOException;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * A command started by the JVM's own means, where JNA cannot be loaded: with SIGQUIT blocked, without further open files,
 * and with SIGTERM in place of all signals that end a process.
 */
final class JvmProcess implements StartedCommand {

    private static final String NO_SUCH_FILE = "error=2,";

    private final Process process;

    private JvmProcess(Process process) {
        this.process = process;
    }

    static JvmProcess start(List<String> words) throws CannotStart {
        try {
            return new JvmProcess(new ProcessBuilder(words).inheritIO().start());
        } catch (IOException e) {
            throw new CannotStart(words.get(0), String.valueOf(e.getMessage()).contains(NO_SUCH_FILE));
        }
    }

    @Override
    public int pid() {
        return (int) process.pid();
    }

    @Override
    public void send(int signal) {
        if (signal == Signalling.SIGHUP || signal == Signalling.SIGINT || signal == Signalling.SIGTERM) {
            process.destroy();
        } else {
            LoggerFactory.getLogger(JvmProcess.class)
                    .warn("signal {} is not passed on to the command: JNA cannot be loaded here", signal);
        }
    }

    @Override
    public int exitCode() throws InterruptedException {
        return process.waitFor();
    }
}
