package io.ceait.assessment;

import io.ceait.attribution.Policy;
import io.ceait.run.RunDescription;
import io.ceait.run.Snapshot;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable.Reason;
import io.ceait.text.Message;
import io.ceait.text.Notice;
import io.ceait.text.Phrase;
import io.ceait.units.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that the result leaves out (T/CCF 0003-2024, clause 5.5: cut-off rules).
 *
 * @param what is left out
 * @param why
 * @param size as far as the run tells it; never a guess
 */
public record Omission(Notice what, Notice why, Notice size) {

    private enum Say implements Message {
        GAPS,
        GAPS_WHY,
        UNMETERED,
        UNMETERED_WHY,
        NO_SIZE,
        SECONDS,
        SHARE,
        REPEATED,
        REPEATED_WHY,
        REPEATED_SIZE,
        OTHERS,
        OTHERS_WHY,
        AGENT,
        AGENT_WHY,
        AGENT_SIZE,
        PERIPHERALS,
        PERIPHERALS_WHY,
        BEFORE,
        BEFORE_WHY,
        NODES,
        NODES_WHY,
        STAGES,
        STAGES_WHY,
        EMBODIED,
        EMBODIED_WHY;

        @Override
        public String key() {
            return Message.key("omission", this);
        }
    }

    static List<Omission> of(Assessment assessment) {
        Snapshot snapshot = assessment.snapshot();
        List<Omission> list = new ArrayList<>();
        gaps(snapshot, list);
        findings(snapshot.run(), list);
        if (snapshot.run().headline() != Policy.MACHINE) {
            list.add(new Omission(
                    Notice.of(Say.OTHERS),
                    Notice.of(Say.OTHERS_WHY, Term.of(snapshot.run().headline())),
                    Notice.of(
                            Say.SHARE,
                            Text.significant(assessment.unattributed().kilowattHours()),
                            Text.significant(snapshot.jobEnergy(Policy.MACHINE).kilowattHours()))));
        }
        list.add(new Omission(
                Notice.of(Say.AGENT),
                Notice.of(Say.AGENT_WHY),
                snapshot.agent()
                        .map(use -> Notice.of(Say.AGENT_SIZE, seconds(use.cpu())))
                        .orElseGet(() -> Notice.of(Say.NO_SIZE))));
        list.add(unknown(Say.PERIPHERALS, Say.PERIPHERALS_WHY));
        list.add(unknown(Say.BEFORE, Say.BEFORE_WHY));
        list.add(unknown(Say.NODES, Say.NODES_WHY));
        list.add(unknown(Say.STAGES, Say.STAGES_WHY));
        list.add(unknown(Say.EMBODIED, Say.EMBODIED_WHY));
        return list;
    }

    private static void gaps(Snapshot snapshot, List<Omission> list) {
        snapshot.books().devices().stream()
                .filter(device -> !device.gapTime().isZero())
                .forEach(device -> list.add(new Omission(
                        Notice.of(Say.GAPS, device.device().id()),
                        Notice.of(Say.GAPS_WHY),
                        Notice.of(Say.SECONDS, seconds(device.gapTime())))));
    }

    private static void findings(RunDescription run, List<Omission> list) {
        int repeated = 0;
        for (Finding finding : run.findings()) {
            if (finding.unmetered()) {
                list.add(new Omission(
                        Notice.of(Say.UNMETERED, new Phrase(finding.sensor())),
                        Notice.of(
                                Say.UNMETERED_WHY,
                                new Phrase(finding.status().reason().label()),
                                new Phrase(finding.status().detail())),
                        Notice.of(Say.NO_SIZE)));
            } else if (finding.status().reason() == Reason.NOT_COUNTED) {
                repeated++;
            }
        }
        if (repeated > 0) {
            list.add(new Omission(
                    Notice.of(Say.REPEATED), Notice.of(Say.REPEATED_WHY), Notice.of(Say.REPEATED_SIZE, repeated)));
        }
    }

    private static Omission unknown(Say what, Say why) {
        return new Omission(Notice.of(what), Notice.of(why), Notice.of(Say.NO_SIZE));
    }

    private static String seconds(Duration time) {
        return Text.significant(time.toNanos() / 1e9);
    }
}
