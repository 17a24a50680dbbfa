package io.ceait.sink.console;

import io.ceait.assessment.Assessment;
import io.ceait.device.DeviceType;
import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import io.ceait.run.Snapshot;
import io.ceait.text.Language;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import io.ceait.units.Text;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What people see on stderr: one line that moves while the run goes on (a log line a minute where stderr is no
 * terminal), and a table of the result at the end, whose first line is the path of the run's directory.
 */
public final class Console implements RunSink {

    private static final long TERMINAL_PERIOD_MILLIS = 1000;
    private static final long LOG_PERIOD_MILLIS = 60_000;
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final PrintStream err;
    private final boolean terminal;
    private final boolean quiet;
    private final Language language;
    private volatile boolean running;
    private volatile boolean finished;
    private @Nullable Thread thread;

    /**
     * @param terminal whether one line can be written over and over
     * @param quiet say nothing at all but errors
     * @param language of the result at the end; the status line has numbers and units alone
     */
    public Console(PrintStream err, boolean terminal, boolean quiet, Language language) {
        this.language = language;
        this.err = err;
        this.terminal = terminal;
        this.quiet = quiet;
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public void started(Supplier<Snapshot> snapshots) {
        if (quiet || finished) {
            return;
        }
        running = true;
        Thread shown = new Thread(() -> show(snapshots), "ceait-console");
        shown.setDaemon(true);
        shown.start();
        thread = shown;
    }

    private void show(Supplier<Snapshot> snapshots) {
        long period = terminal ? TERMINAL_PERIOD_MILLIS : LOG_PERIOD_MILLIS;
        try {
            while (running) {
                Thread.sleep(period);
                if (running) {
                    String line = statusLine(snapshots.get());
                    if (finished) {
                        return;
                    }
                    err.print(terminal ? ERASE_LINE + line : line + System.lineSeparator());
                    err.flush();
                }
            }
        } catch (InterruptedException e) {
            // The run has ended.
            Thread.currentThread().interrupt();
        }
    }

    /** {@code 00:01:05  cpu 12.3 W  ram 9.1 W  job 0.0001 kWh  0.00005 kgCO2e}. */
    static String statusLine(Snapshot snapshot) {
        StringJoiner line = new StringJoiner("  ");
        line.add(clock(snapshot.books().elapsed()));
        for (DeviceType type : DeviceType.values()) {
            double watts = snapshot.books().devices().stream()
                    .filter(d -> d.device().type() == type)
                    .flatMap(d -> d.lastPower().stream())
                    .mapToDouble(Power::watts)
                    .sum();
            if (watts > 0) {
                line.add(type.label() + " " + Text.significant(watts) + " W");
            }
        }
        Energy job = snapshot.jobEnergy(snapshot.run().headline());
        line.add("job " + Text.significant(job.kilowattHours()) + " kWh");
        line.add(Text.significant(snapshot.totalEmissions().kilograms()) + " kgCO2e");
        return line.toString();
    }

    private static String clock(Duration time) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    @Override
    public void ended(FinishedRun run) {
        finished = true;
        running = false;
        Thread shown = thread;
        if (shown != null) {
            shown.interrupt();
        }
        if (quiet) {
            return;
        }
        if (terminal) {
            err.print(ERASE_LINE);
        }
        err.print(ResultText.of(run.directory().path(), Assessment.of(run.snapshot()), language));
        err.flush();
    }
}
