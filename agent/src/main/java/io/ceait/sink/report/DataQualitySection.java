package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.energy.Books;
import io.ceait.run.Snapshot;
import io.ceait.source.PowerSource.Finding;
import java.util.List;

/** What stands behind the figures (clause 5.4): what is missing, what is doubtful, what was not metered and why. */
final class DataQualitySection {

    private DataQualitySection() {}

    static void write(Html html, Assessment assessment) {
        html.element("section", () -> {
            html.element("h2", "Data quality");
            sampling(html, assessment.snapshot());
            sentences(html, "Missing from the figures", assessment.missing());
            sentences(html, "To know when reading them", assessment.warnings());
            notMetered(html, assessment.snapshot().run().findings());
        });
    }

    private static void sampling(Html html, Snapshot snapshot) {
        Books books = snapshot.books();
        new Table(html)
                .number("Completeness")
                .number("Intervals")
                .number("Nominal length")
                .number("Gaps")
                .number("Time in gaps")
                .number("Late samples")
                .number("Processes seen")
                .number("CPU time of the job")
                .number("CPU time of the agent")
                .row(
                        Figures.percent(books.completeness()),
                        String.valueOf(books.ticks()),
                        Figures.duration(snapshot.run().interval()),
                        String.valueOf(books.gaps()),
                        Figures.duration(books.gapTime()),
                        String.valueOf(books.lateTicks()),
                        snapshot.processesSeen().isPresent()
                                ? String.valueOf(snapshot.processesSeen().getAsInt())
                                : "not counted",
                        Figures.duration(snapshot.jobCpu()),
                        snapshot.agent().map(use -> Figures.duration(use.cpu())).orElse("not known"))
                .write();
    }

    private static void sentences(Html html, String heading, List<String> sentences) {
        html.element("h3", heading);
        if (sentences.isEmpty()) {
            html.element("p", "Nothing.");
            return;
        }
        html.element("ul", () -> sentences.forEach(sentence -> html.element("li", sentence)));
    }

    private static void notMetered(Html html, List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        html.element("h3", "Found and not metered");
        Table table = new Table(html)
                .text("Sensor")
                .text("Source")
                .text("Reason")
                .text("Detail")
                .text("Remedy");
        for (Finding finding : findings) {
            table.row(
                    finding.sensor(),
                    finding.source(),
                    finding.status().reason().label(),
                    finding.status().detail(),
                    finding.status().remedy().isEmpty()
                            ? "none needed"
                            : finding.status().remedy());
        }
        table.write();
    }
}
