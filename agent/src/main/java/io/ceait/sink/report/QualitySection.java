package io.ceait.sink.report;

import io.ceait.assessment.Assessment;
import io.ceait.assessment.Omission;
import io.ceait.energy.Books;
import io.ceait.run.Snapshot;
import io.ceait.source.PowerSource.Finding;
import java.util.List;

/** What stands behind the figures: what is missing, what is doubtful (clause 5.4), what was left out (clause 5.5). */
final class QualitySection {

    private QualitySection() {}

    static void write(Page page) {
        Assessment assessment = page.assessment();
        page.note(Words.QUALITY_NOTE);
        sampling(page, assessment.snapshot());
        page.subheading(Words.MISSING);
        page.list(assessment.missing(page.language()));
        page.subheading(Words.TO_KNOW);
        page.list(assessment.warnings(page.language()));
        notMetered(page, assessment.snapshot().run().findings());
    }

    private static void sampling(Page page, Snapshot snapshot) {
        Books books = snapshot.books();
        page.table()
                .number(
                        Words.COMPLETENESS,
                        Words.INTERVALS,
                        Words.NOMINAL_LENGTH,
                        Words.GAPS,
                        Words.TIME_IN_GAPS,
                        Words.LATE_SAMPLES,
                        Words.PROCESSES_SEEN,
                        Words.CPU_TIME_JOB,
                        Words.CPU_TIME_AGENT)
                .row(
                        Figures.percent(books.completeness()),
                        String.valueOf(books.ticks()),
                        Figures.duration(snapshot.run().interval()),
                        String.valueOf(books.gaps()),
                        Figures.duration(books.gapTime()),
                        String.valueOf(books.lateTicks()),
                        snapshot.processesSeen().isPresent()
                                ? String.valueOf(snapshot.processesSeen().getAsInt())
                                : page.say(Words.NOT_COUNTED),
                        Figures.duration(snapshot.jobCpu()),
                        snapshot.agent()
                                .map(use -> Figures.duration(use.cpu()))
                                .orElseGet(() -> page.say(Words.NOT_KNOWN)))
                .write();
    }

    private static void notMetered(Page page, List<Finding> findings) {
        if (findings.isEmpty()) {
            return;
        }
        page.subheading(Words.FOUND_NOT_METERED);
        Table table = page.table().text(Words.SENSOR, Words.SOURCE, Words.REASON, Words.DETAIL, Words.REMEDY);
        for (Finding finding : findings) {
            table.row(
                    page.say(finding.sensor()),
                    finding.source(),
                    page.say(finding.status().reason().label()),
                    page.say(finding.status().detail()),
                    finding.status().remedy().isEmpty()
                            ? page.say(Words.NO_REMEDY)
                            : page.say(finding.status().remedy()));
        }
        table.write();
    }

    static void writeCutOff(Page page) {
        page.paragraph(Words.CUT_OFF_TEXT);
        Table table = page.table().text(Words.LEFT_OUT, Words.WHY, Words.SIZE);
        for (Omission omission : page.assessment().omissions()) {
            table.row(
                    omission.what().in(page.language()),
                    omission.why().in(page.language()),
                    omission.size().in(page.language()));
        }
        table.write();
    }
}
