package io.ceait.sink.report;

import io.ceait.assessment.Term;
import io.ceait.attribution.Policy;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.RunDescription.TargetDescription;
import io.ceait.run.Snapshot;
import io.ceait.text.Message;
import io.ceait.text.Notice;
import io.ceait.text.Phrase;
import java.util.ArrayList;
import java.util.List;

/** What the assessment is of, and where its boundary runs. */
final class ScopeSection {

    private ScopeSection() {}

    static void write(Page page) {
        Snapshot snapshot = page.assessment().snapshot();
        Policy headline = snapshot.run().headline();
        page.paragraph(Words.SCOPE_TEXT, target(snapshot.run().target()));
        page.paragraph(
                Words.SCOPE_TIME,
                Figures.utc(snapshot.firstSample()),
                Figures.utc(snapshot.lastSample()),
                Figures.duration(snapshot.books().elapsed()));
        page.paragraph(Words.SCOPE_METHOD, Term.of(headline), answers(headline));
        page.paragraph(Words.SCOPE_GAS, new Phrase(page.assessment().intensity().kind()));
    }

    static void writeBoundary(Page page) {
        List<String> sentences = new ArrayList<>();
        sentences.add(page.say(Words.BOUNDARY_STAGE));
        sentences.add(page.say(Words.BOUNDARY_INSIDE));
        if (!page.assessment().snapshot().run().declarations().online().isEmpty()) {
            sentences.add(page.say(Words.BOUNDARY_ONLINE));
        }
        sentences.add(page.say(Words.BOUNDARY_OUTSIDE));
        page.list(sentences);
        Table table = page.table().text(Words.DEVICE, Words.MODEL);
        for (DeviceBooks device : page.assessment().snapshot().books().devices()) {
            table.row(device.device().id(), page.say(device.device().model()));
        }
        table.write();
    }

    /** The question that a policy answers. */
    static Message answers(Policy policy) {
        return switch (policy) {
            case OCCUPANCY -> Words.ANSWERS_OCCUPANCY;
            case ACTIVE -> Words.ANSWERS_ACTIVE;
            case MACHINE -> Words.ANSWERS_MACHINE;
        };
    }

    private static Notice target(TargetDescription target) {
        return switch (target.kind()) {
            case "machine" -> Notice.of(Words.TARGET_MACHINE);
            case "cgroup" -> Notice.of(Words.TARGET_CGROUP, target.cgroup());
            case "pid" -> Notice.of(Words.TARGET_PID, target.pids());
            case "run" -> Notice.of(Words.TARGET_RUN, target.pids());
            default -> Notice.of(Words.TARGET_OTHER, target.kind(), target.pids());
        };
    }
}
