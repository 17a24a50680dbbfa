package io.ceait.cli;

import io.ceait.sink.console.Console;
import io.ceait.sink.console.Console.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether stderr is a terminal, and what may be drawn on it. */
final class Terminal {

    private Terminal() {}

    /** @param ofTheJob whether the job writes to it, too: then nothing is drawn that its output could run into */
    static Console console(MeteringSettings settings, boolean ofTheJob) {
        boolean styled = System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        if (settings.quiet()) {
            return new Console(System.err, Progress.NONE, styled, settings.language());
        }
        if (ofTheJob || !isThere()) {
            return new Console(System.err, Progress.LOG, styled, settings.language());
        }
        Console console = new Console(
                System.err, settings.liveTable() ? Progress.TABLE : Progress.STATUS_LINE, styled, settings.language());
        // Log lines scroll away above what is drawn, instead of into it.
        System.setErr(new PrintStream(console.messages(), true, StandardCharsets.UTF_8));
        return console;
    }

    private static boolean isThere() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }
}
