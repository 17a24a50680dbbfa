package io.ceait.sink.console;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.Outlook;
import io.ceait.data.Printable;
import io.ceait.device.DeviceType;
import io.ceait.machine.TerminalSize;
import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import io.ceait.run.Snapshot;
import io.ceait.text.Language;
import io.ceait.units.Energy;
import io.ceait.units.Power;
import io.ceait.units.Text;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What people see on stderr while the run goes on, one line or a table that is drawn again and again (a log line a minute
 * where stderr is no terminal), and a table of the result at the end, whose first line is the path of the run's directory.
 */
public final class Console implements RunSink {

    private static final long TERMINAL_PERIOD_MILLIS = 1000;
    private static final long LOG_PERIOD_MILLIS = 60_000;

    /** What is shown while the run goes on. */
    public enum Progress {
        /** Nothing: errors alone are worth saying. */
        NONE,
        /** A line now and then, each of which stays. */
        LOG,
        /** One line that changes. */
        STATUS_LINE,
        /** A table that changes. */
        TABLE
    }

    private final PrintStream err;
    private final Progress progress;
    private final Screen screen;
    private final LiveView view;
    private final Language language;
    private volatile boolean running;
    private volatile boolean finished;
    private @Nullable Thread thread;

    /**
     * @param styled whether the table may be bold and dim
     * @param language of the result at the end
     */
    public Console(PrintStream err, Progress progress, boolean styled, Language language) {
        this.language = language;
        this.err = err;
        this.progress = progress;
        screen = new Screen(err);
        view = new LiveView(styled);
    }

    /** Where other messages go meanwhile, so that what is drawn does not overwrite them. */
    public OutputStream messages() {
        return screen.messages();
    }

    @Override
    public String name() {
        return "console";
    }

    @Override
    public void started(Supplier<Snapshot> snapshots) {
        if (progress == Progress.NONE || finished) {
            return;
        }
        running = true;
        Thread shown = new Thread(() -> show(snapshots), "ceait-console");
        shown.setDaemon(true);
        shown.start();
        thread = shown;
    }

    private void show(Supplier<Snapshot> snapshots) {
        long period = progress == Progress.LOG ? LOG_PERIOD_MILLIS : TERMINAL_PERIOD_MILLIS;
        try {
            while (running) {
                Thread.sleep(period);
                if (running) {
                    show(snapshots.get());
                }
            }
        } catch (InterruptedException e) {
            // The run has ended.
            Thread.currentThread().interrupt();
        }
    }

    /** The run may end at any moment: nothing is drawn once it has. */
    private synchronized void show(Snapshot snapshot) {
        if (finished) {
            return;
        }
        if (progress == Progress.LOG) {
            err.println(statusLine(snapshot));
            err.flush();
        } else {
            TerminalSize size = TerminalSize.ofStandardError();
            screen.draw(
                    progress == Progress.TABLE
                            ? view.lines(Assessment.of(snapshot), size)
                            : List.of(LiveView.fit(statusLine(snapshot), size)));
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
        Outlook.of(snapshot).ifPresent(outlook -> line.add(OutlookText.brief(outlook)));
        if (!snapshot.run().declarations().online().isEmpty()) {
            line.add("without cloud services");
        }
        return line.toString();
    }

    static String clock(Duration time) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    @Override
    public void ended(FinishedRun run) {
        finish();
        Thread shown = thread;
        if (shown != null) {
            shown.interrupt();
        }
        if (progress == Progress.NONE) {
            return;
        }
        ResultText.of(run.directory().path(), Assessment.of(run.snapshot()), language)
                .lines()
                .map(Printable::of)
                .forEach(err::println);
        err.flush();
    }

    private synchronized void finish() {
        finished = true;
        running = false;
        screen.clear();
    }
}
