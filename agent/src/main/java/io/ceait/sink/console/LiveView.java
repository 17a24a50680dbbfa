package io.ceait.sink.console;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.Outlook;
import io.ceait.attribution.Policy;
import io.ceait.data.Printable;
import io.ceait.energy.DeviceBooks;
import io.ceait.machine.TerminalSize;
import io.ceait.run.Snapshot;
import io.ceait.text.Columns;
import io.ceait.units.Power;
import io.ceait.units.Ratio;
import io.ceait.units.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The run as a table on a terminal, as {@code top} shows processes. */
final class LiveView {

    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String PLAIN = "\u001b[0m";

    private static final String ROW = "%-9s %-13s %-9s %9s %7s %6s %10s %10s";
    private static final int BAR = 6;

    private final boolean styled;

    /** @param styled whether lines may be bold or dim; they say the same without */
    LiveView(boolean styled) {
        this.styled = styled;
    }

    /** What fits on the terminal: the totals first, then devices, then what is to be known of them. */
    List<String> lines(Assessment assessment, TerminalSize size) {
        Snapshot snapshot = assessment.snapshot();
        Policy headline = snapshot.run().headline();
        List<DeviceBooks> devices = snapshot.books().devices();
        List<String> lines = new ArrayList<>();
        lines.add(style(BOLD, fit(heading(snapshot), size)));
        lines.add(fit(totals(assessment, headline), size));
        lines.add(fit(policies(assessment), size));
        Outlook.of(snapshot)
                .ifPresent(outlook -> lines.add(fit(OutlookText.line(outlook) + withoutOnline(assessment), size)));
        lines.add("");
        lines.add(style(
                BOLD, fit(row("device", "source", "quality", "power", "share", "", "energy", "of the job"), size)));
        // A line for the cursor below, and one to say what is left out.
        int room = Math.max(1, size.rows() - lines.size() - 2);
        int shown = devices.size() <= room ? devices.size() : Math.max(0, room - 1);
        devices.subList(0, shown).forEach(device -> lines.add(fit(row(device, headline), size)));
        if (shown < devices.size()) {
            lines.add(style(DIM, fit((devices.size() - shown) + " more devices", size)));
        }
        List<String> remarks = remarks(assessment, snapshot);
        for (int i = 0; i < remarks.size() && lines.size() < size.rows() - 1; i++) {
            lines.add(style(DIM, fit(remarks.get(i), size)));
        }
        return lines.subList(0, Math.min(lines.size(), Math.max(1, size.rows() - 1)));
    }

    private static String heading(Snapshot snapshot) {
        return "ceait  " + snapshot.run().identity().runId() + "  "
                + Console.clock(snapshot.books().elapsed()) + "  "
                + snapshot.books().ticks() + " samples"
                + (snapshot.books().gaps() > 0 ? ", " + snapshot.books().gaps() + " gaps" : "")
                + snapshot.run().endpoint().map(url -> "  " + url + "/").orElse("");
    }

    private static String totals(Assessment assessment, Policy headline) {
        double watts = assessment.snapshot().books().devices().stream()
                .flatMap(device -> device.lastPower().stream())
                .mapToDouble(Power::watts)
                .sum();
        return String.format(
                Locale.ROOT,
                "now %s   job %s by %s%s   emissions %s ± %.0f %%",
                Power.ofWatts(watts),
                assessment.training(),
                headline.label(),
                assessment.online().joules() > 0 ? ", of it cloud services " + assessment.online() : "",
                assessment.emissions(),
                assessment.emissionsUncertainty().value() * 100);
    }

    /** Of what is metered: nothing tells how cloud services would be divided. */
    private static String policies(Assessment assessment) {
        StringBuilder text = new StringBuilder("by attribution");
        for (Policy policy : Policy.values()) {
            text.append("   ")
                    .append(policy.label())
                    .append(' ')
                    .append(assessment.snapshot().jobEnergy(policy));
        }
        return text + withoutOnline(assessment);
    }

    private static String withoutOnline(Assessment assessment) {
        return assessment.online().joules() > 0 ? "   without cloud services" : "";
    }

    private static String row(DeviceBooks device, Policy headline) {
        Optional<Ratio> share = device.lastShare(headline);
        return row(
                device.device().id(),
                device.sourceNow(),
                device.quality().label(),
                device.lastPower().map(Power::toString).orElse("not known"),
                share.map(known -> Text.significant(Math.rint(known.value() * 1000) / 10) + " %")
                        .orElse("-"),
                bar(share),
                device.energy().toString(),
                device.jobEnergy(headline).toString());
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells);
    }

    private static String bar(Optional<Ratio> share) {
        int full = share.map(known -> (int) Math.round(known.value() * BAR)).orElse(0);
        return "#".repeat(full) + ".".repeat(BAR - full);
    }

    private static List<String> remarks(Assessment assessment, Snapshot snapshot) {
        List<String> remarks = new ArrayList<>();
        for (Snapshot.SourceStatus source : snapshot.sources()) {
            source.problem()
                    .ifPresent(problem ->
                            remarks.add(source.source() + " " + problem.reason().label() + ": " + problem.detail()));
        }
        assessment.missing().forEach(text -> remarks.add("missing: " + text));
        assessment.warnings().forEach(text -> remarks.add("note: " + text));
        return remarks;
    }

    /** Cut to the width, so that the terminal breaks no line; control characters of device names do nothing. */
    static String fit(String line, TerminalSize size) {
        return Columns.fit(Printable.of(line), size.columns());
    }

    private String style(String code, String line) {
        return styled ? code + line + PLAIN : line;
    }
}
