package io.ceait.assessment;

import io.ceait.device.Quality;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.Snapshot;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
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
record DataQuality(List<String> missing, List<String> warnings) {

    /** Two sensors of one device that differ by more are worth a sentence: makers state about 5 % for each. */
    private static final double SENSORS_DIFFER = 0.1;

    /** A sensor that averages over a second runs behind a counter, which tells in a run of some seconds. */
    private static final Duration SENSORS_SETTLE = Duration.ofMinutes(1);

    /** A moment at the attach, before a driver has told of processes, is not. */
    private static final double LESSER_PART = 0.01;

    static DataQuality of(Snapshot snapshot) {
        List<String> missing = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (DeviceBooks device : snapshot.books().devices()) {
            describe(device, missing, warnings);
            if (!snapshot.run().target().isEndless()) {
                describeShare(device, warnings);
            }
        }
        for (Finding finding : snapshot.run().findings()) {
            if (finding.unmetered()) {
                missing.add(sentence(finding) + "; its energy is not in the figures");
            } else if (finding.status().reason() != Reason.NOT_COUNTED
                    && finding.status().reason() != Reason.ABSENT) {
                warnings.add(sentence(finding));
            }
        }
        warnings.addAll(snapshot.blindSpots());
        if (snapshot.books().gaps() > 0) {
            warnings.add(snapshot.books().gaps() + " of " + snapshot.books().ticks() + " intervals are gaps, "
                    + Text.significant(snapshot.books().gapNanos() / 1e9) + " s in all");
        }
        if (snapshot.journalErrors() > 0) {
            missing.add(snapshot.journalErrors()
                    + " samples could not be written to the journal: samples.csv lacks them, the totals hold them");
        }
        return new DataQuality(missing, warnings);
    }

    /** When the job is the whole machine, nobody has to be told from others. */
    private static void describeShare(DeviceBooks device, List<String> warnings) {
        device.useTime().forEach((means, time) -> {
            if (means.isLesser()
                    && time.toNanos() >= LESSER_PART * device.time().toNanos()) {
                warnings.add(device.device().id() + ": the job's occupancy was known for "
                        + Text.significant(time.toNanos() / 1e9) + " s by " + means.explanation());
            }
        });
    }

    private static void describe(DeviceBooks device, List<String> missing, List<String> warnings) {
        String id = device.device().id();
        if (device.quality() == Quality.ESTIMATED) {
            boolean inPart =
                    !device.fallbackTime().isZero() && device.fallbackTime().compareTo(device.time()) < 0;
            warnings.add(id + (inPart ? " is in part" : " is") + " estimated by a model, not measured ("
                    + String.join(" and ", device.energyBySource().keySet()) + ")");
        }
        if (!device.gapTime().isZero()) {
            missing.add(
                    id + ": no reading for " + Text.significant(device.gapTime().toNanos() / 1e9)
                            + " s; its energy in that time is not in the figures");
        }
        device.secondSensor()
                .filter(both -> device.time().compareTo(SENSORS_SETTLE) > 0)
                .filter(both -> Math.abs(both.difference()) > SENSORS_DIFFER)
                .ifPresent(both -> warnings.add(id + ": its power sensor tells "
                        + Text.significant(100 * both.difference()) + " % of difference to its energy counter ("
                        + both.other() + " against " + both.own() + ")"));
        if (device.implausible() > 0) {
            warnings.add(
                    id + ": " + device.implausible() + " readings were dropped because no such device draws as much");
        }
    }

    private static String sentence(Finding finding) {
        Unavailable status = finding.status();
        return finding.sensor() + " is " + status.reason().label() + ": " + status.detail()
                + (status.remedy().isEmpty() ? "" : "; remedy: " + status.remedy());
    }
}
