package io.ceait.assessment;

import io.ceait.agents.OtherAgent;
import io.ceait.attribution.Policy;
import io.ceait.card.CardField;
import io.ceait.card.ModelCard;
import io.ceait.device.Quality;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.ClockJumps;
import io.ceait.run.Snapshot;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.source.UseMeans;
import io.ceait.text.Notice;
import io.ceait.text.Phrase;
import io.ceait.units.Ratio;
import io.ceait.units.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands behind the figures (T/CCF 0003-2024, clause 5.4).
 *
 * @param missing what they do not hold
 * @param warnings what they hold in a lesser quality than a reader may think
 */
record DataQuality(List<Notice> missing, List<Notice> warnings) {

    /** Two sensors of one device that differ by more are worth a sentence: makers state about 5 % for each. */
    private static final double SENSORS_DIFFER = 0.1;

    /** A sensor that averages over a second runs behind a counter, which tells in a run of some seconds. */
    private static final Duration SENSORS_SETTLE = Duration.ofMinutes(1);

    /** A moment at the attach, before a driver has told of processes, is not. */
    private static final double LESSER_PART = 0.01;

    static DataQuality of(Snapshot snapshot) {
        List<Notice> missing = new ArrayList<>();
        List<Notice> warnings = new ArrayList<>();
        for (DeviceBooks device : snapshot.books().devices()) {
            describe(device, missing, warnings);
            if (!snapshot.run().target().isEndless()) {
                describeShare(device, warnings);
            }
        }
        for (Finding finding : snapshot.run().findings()) {
            if (finding.unmetered()) {
                missing.add(Notice.of(QualityMessage.UNMETERED, sentence(finding)));
            } else if (finding.status().reason() != Reason.NOT_COUNTED
                    && finding.status().reason() != Reason.ABSENT) {
                warnings.add(sentence(finding));
            }
        }
        for (OtherAgent other : snapshot.run().identity().others()) {
            warnings.add(Notice.of(
                    other.countsTheSame() ? QualityMessage.METERED_TWICE : QualityMessage.METERED_IN_PARTS,
                    Integer.toString(other.pid()),
                    new Phrase(other.runId())));
        }
        snapshot.blindSpots()
                .forEach(sentence -> warnings.add(Notice.of(QualityMessage.RECORDED, new Phrase(sentence))));
        if (snapshot.books().restarts() > 0) {
            missing.add(Notice.of(QualityMessage.RESUMED, snapshot.books().restarts()));
        }
        if (snapshot.books().gaps() > 0) {
            warnings.add(Notice.of(
                    QualityMessage.GAPS,
                    snapshot.books().gaps(),
                    snapshot.books().ticks(),
                    seconds(snapshot.books().gapTime())));
        }
        describeClocks(snapshot.clockJumps(), warnings);
        if (snapshot.journalErrors() > 0) {
            missing.add(Notice.of(QualityMessage.JOURNAL_LACKS, snapshot.journalErrors()));
        }
        describeCard(snapshot.run().card(), missing);
        return new DataQuality(missing, warnings);
    }

    private static void describeClocks(ClockJumps jumps, List<Notice> warnings) {
        if (jumps.asleep() > 0) {
            warnings.add(Notice.of(QualityMessage.ASLEEP, jumps.asleep(), seconds(jumps.asleepFor())));
        }
        if (jumps.set() > 0) {
            warnings.add(
                    Notice.of(QualityMessage.CLOCK_SET, jumps.set(), seconds(jumps.forward()), seconds(jumps.back())));
        }
    }

    private static void describeCard(ModelCard card, List<Notice> missing) {
        if (!card.isGiven()) {
            missing.add(Notice.of(QualityMessage.CARD_ABSENT));
        } else if (!card.missing().isEmpty()) {
            missing.add(Notice.of(
                    QualityMessage.CARD_LACKS,
                    card.missing().stream().map(CardField::path).toList()));
        }
    }

    /**
     * When the job is the whole machine, nobody has to be told from others. A device that the job has no part of was taken for
     * the job's by nothing; that there is none may be what was not known.
     */
    private static void describeShare(DeviceBooks device, List<Notice> warnings) {
        boolean jobIsThere =
                device.meanShare().getOrDefault(Policy.ACTIVE, Ratio.ZERO).value() > 0;
        device.useTime().forEach((means, time) -> {
            if (means.isLesser()
                    && (jobIsThere || means == UseMeans.UNKNOWN)
                    && time.toNanos() >= LESSER_PART * device.time().toNanos()) {
                warnings.add(Notice.of(
                        QualityMessage.OCCUPANCY_BY,
                        device.device().id(),
                        seconds(time),
                        new Phrase(means.explanation())));
            }
        });
    }

    private static void describe(DeviceBooks device, List<Notice> missing, List<Notice> warnings) {
        String id = device.device().id();
        if (device.quality() == Quality.ESTIMATED) {
            boolean inPart =
                    !device.fallbackTime().isZero() && device.fallbackTime().compareTo(device.time()) < 0;
            warnings.add(Notice.of(
                    inPart ? QualityMessage.ESTIMATED_IN_PART : QualityMessage.ESTIMATED, id, sources(device)));
        }
        Duration unread = device.gapTime().minus(device.ambiguousTime());
        if (!unread.isZero()) {
            missing.add(Notice.of(QualityMessage.NO_READING, id, seconds(unread)));
        }
        if (!device.ambiguousTime().isZero()) {
            missing.add(Notice.of(QualityMessage.WENT_ROUND, id, seconds(device.ambiguousTime())));
        }
        if (device.partEnergy().joules() > 0) {
            missing.add(Notice.of(QualityMessage.KNOWN_IN_PART, id, device.partEnergy()));
        }
        device.secondSensor()
                .filter(both -> device.time().compareTo(SENSORS_SETTLE) > 0)
                .ifPresent(both -> both.difference()
                        .filter(difference -> Math.abs(difference) > SENSORS_DIFFER)
                        .ifPresent(difference -> warnings.add(Notice.of(
                                QualityMessage.SENSORS_DIFFER,
                                id,
                                Text.significant(100 * difference),
                                both.other(),
                                both.own()))));
        if (device.implausible() > 0) {
            warnings.add(Notice.of(QualityMessage.IMPLAUSIBLE, id, device.implausible()));
        }
    }

    /** One, or that and the one that stood in. */
    private static Object sources(DeviceBooks device) {
        List<String> names = List.copyOf(device.energyBySource().keySet());
        return names.size() == 2 ? Notice.of(QualityMessage.BOTH, names.get(0), names.get(1)) : names;
    }

    private static String seconds(Duration time) {
        return Text.significant(time.toNanos() / 1e9);
    }

    private static Notice sentence(Finding finding) {
        Unavailable status = finding.status();
        Notice state = Notice.of(
                QualityMessage.SENSOR,
                new Phrase(finding.sensor()),
                new Phrase(status.reason().label()),
                new Phrase(status.detail()));
        return status.remedy().isEmpty()
                ? state
                : Notice.of(QualityMessage.SENSOR_WITH_REMEDY, state, new Phrase(status.remedy()));
    }
}
