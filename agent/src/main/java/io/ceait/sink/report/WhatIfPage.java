package io.ceait.sink.report;

import io.ceait.units.Text;
import io.ceait.whatif.Place;
import io.ceait.whatif.Schedule;
import io.ceait.whatif.WhatIf;
import io.ceait.whatif.WhatIf.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a finished run would have emitted, as a page of its own: the plot, the table, other places, and the notes. */
public final class WhatIfPage {

    private static final String STYLE = """
            :root { color-scheme: light dark; --soft: #5a6675; --rule: #d5dbe3; --line: #5a6675; --run: #1f5fbf; --moved: #15803d; }
            @media (prefers-color-scheme: dark) {
              :root { --soft: #a0acba; --rule: #333d49; --line: #a0acba; --run: #7db2ff; --moved: #5fd08a; }
            }
            body { font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; margin: 0; }
            main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
            h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
            p, li { color: var(--soft); overflow-wrap: anywhere; }
            table { width: 100%; border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
            th { color: var(--soft); font-weight: 500; }
            th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid var(--rule); }
            .scroll { overflow-x: auto; }
            svg { display: block; width: 100%; }
            .signal { height: 12rem; border-bottom: 1px solid var(--rule); }
            .signal path { fill: none; stroke: var(--line); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
            .bar { height: 1rem; background: color-mix(in srgb, var(--rule) 40%, transparent); }
            .bar rect { fill: var(--moved); } .bar.run rect { fill: var(--run); }
            .label { font-size: .8rem; color: var(--soft); margin: .4rem 0 0; }
            .ends { display: flex; justify-content: space-between; font-size: .8rem; color: var(--soft); }
            """;

    /** More points than a screen has columns would only make the page heavy. */
    private static final int MOST_POINTS = 1500;

    private final Html html = new Html();
    private final WhatIf answer;
    private final int width;

    private WhatIfPage(WhatIf answer) {
        this.answer = answer;
        this.width = answer.signal().size();
    }

    /** The page as text. */
    public static String of(WhatIf answer) {
        return new WhatIfPage(answer).page();
    }

    private String page() {
        String title = "What if: run " + answer.run().runId() + " at other times";
        html.element(
                "html",
                () -> {
                    html.element("head", () -> head(title));
                    html.element("body", () -> html.element("main", () -> body(title)));
                },
                "lang",
                "en");
        return html.toString();
    }

    private void head(String title) {
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        // Even a text that slipped through the escaping could load and run nothing.
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'");
        html.element("title", title);
        html.style(STYLE);
    }

    private void body(String title) {
        html.element("h1", title);
        html.element(
                "p",
                answer.job().steps().total() + " of the job in "
                        + answer.job().steps().size() + " steps of "
                        + answer.signal().step().toSeconds() + " s, PUE "
                        + answer.run().pue() + "; "
                        + answer.signal().signal().label() + " intensity of "
                        + answer.signal().source());
        plot();
        html.element("h2", "Schedules");
        schedules();
        if (answer.places().size() > 1) {
            html.element("h2", "Other places, by constant average intensities");
            places();
        }
        html.element("h2", "To be known");
        html.element("ul", () -> answer.notes().forEach(note -> html.element("li", note)));
    }

    private void plot() {
        double top = highest();
        html.element("p", "up to " + Text.significant(top * 1000) + " g/kWh", "class", "label");
        html.element(
                "svg",
                () -> html.element("path", "", "d", line(top)),
                "class",
                "signal",
                "viewBox",
                "0 0 " + width + " 100",
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-label",
                "carbon intensity over run and slack, up to " + Text.significant(top * 1000) + " g/kWh");
        bar("as it ran: " + answer.asRun().emissions(), "bar run", answer.asRun());
        for (Answer one : answer.answers()) {
            bar(label("flexible start", one, one.flexibleStart()), "bar", one.flexibleStart());
            bar(label("pause and resume", one, one.pauseAndResume()), "bar", one.pauseAndResume());
            one.best().ifPresent(best -> bar(label("best", one, best), "bar", best));
        }
        html.element(
                "div",
                () -> {
                    html.element("span", answer.time(0).toString());
                    html.element("span", answer.time(width).toString());
                },
                "class",
                "ends");
    }

    private String label(String rule, Answer one, Schedule schedule) {
        return rule + ", slack " + one.asked() + ": " + schedule.emissions() + ", " + saving(schedule) + " saved";
    }

    private String saving(Schedule schedule) {
        return Figures.known(
                schedule.savingPercent(answer.asRun()), percent -> String.format(Locale.ROOT, "%.1f %%", percent));
    }

    private double highest() {
        return answer.signal().steps().stream()
                .mapToDouble(step -> step.kilogramsPerKilowattHour())
                .max()
                .orElse(0);
    }

    private String line(double top) {
        StringBuilder path = new StringBuilder();
        int bucket = Math.max(1, (width + MOST_POINTS - 1) / MOST_POINTS);
        for (int from = 0; from < width; from += bucket) {
            int to = Math.min(width, from + bucket);
            double mean = answer.signal().steps().subList(from, to).stream()
                    .mapToDouble(step -> step.kilogramsPerKilowattHour())
                    .average()
                    .orElse(0);
            double y = top == 0 ? 100 : 100 - 96 * mean / top;
            path.append(from == 0 ? "M0 " : "V").append(number(y)).append('H').append(to);
        }
        return path.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private void bar(String label, String style, Schedule schedule) {
        html.element("p", label, "class", "label");
        html.element(
                "svg",
                () -> {
                    for (Schedule.Stretch stretch : schedule.stretches()) {
                        html.element(
                                "rect",
                                "",
                                "x",
                                Integer.toString(stretch.from()),
                                "y",
                                "0",
                                "width",
                                Integer.toString(stretch.to() - stretch.from()),
                                "height",
                                "1");
                    }
                },
                "class",
                style,
                "viewBox",
                "0 0 " + width + " 1",
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-label",
                label);
    }

    private void schedules() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("as it ran", "", answer.asRun()));
        for (Answer one : answer.answers()) {
            rows.add(row("flexible start", one.asked(), one.flexibleStart()));
            rows.add(row("pause and resume", one.asked(), one.pauseAndResume()));
            one.best().ifPresent(best -> rows.add(row("best", one.asked(), best)));
        }
        table(List.of("Schedule", "Slack", "Emissions", "Saved", "Begins", "Ends", "Pauses"), rows);
    }

    private List<String> row(String rule, String slack, Schedule schedule) {
        return List.of(
                rule,
                slack,
                schedule.emissions().toString(),
                saving(schedule),
                answer.time(schedule.first()).toString(),
                answer.time(schedule.last() + 1).toString(),
                Integer.toString(schedule.pauses()));
    }

    private void places() {
        List<List<String>> rows = new ArrayList<>();
        for (Place place : answer.places()) {
            rows.add(List.of(
                    place.zone().orElse("as it ran"),
                    place.pue().toString(),
                    place.intensity().toString(),
                    place.emissions().toString(),
                    Figures.known(place.changePercent(), change -> String.format(Locale.ROOT, "%+.1f %%", change)),
                    place.kind()));
        }
        table(List.of("Zone", "PUE", "Intensity", "Emissions", "Change", "Kind"), rows);
    }

    private void table(List<String> headings, List<List<String>> rows) {
        html.element(
                "div",
                () -> html.element("table", () -> {
                    html.element(
                            "thead",
                            () -> html.element(
                                    "tr",
                                    () -> headings.forEach(heading -> html.element("th", heading, "scope", "col"))));
                    html.element(
                            "tbody",
                            () -> rows.forEach(row ->
                                    html.element("tr", () -> row.forEach(cell -> html.element("td", cell)))));
                }),
                "class",
                "scroll");
    }
}
