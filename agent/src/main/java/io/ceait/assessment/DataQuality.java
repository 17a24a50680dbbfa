package io.ceait.assessment;

import io.ceait.device.DeviceType;
import io.ceait.device.Quality;
import io.ceait.energy.DeviceBooks;
import io.ceait.run.Snapshot;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.units.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands behind the figures (T/CCF 0003-2024, clause 5.4).
 *
 * @param missing what they do not hold
 * @param warnings what they hold in a lesser quality than a reader may think
 */
record DataQuality(List<String> missing, List<String> warnings) {

    static DataQuality of(Snapshot snapshot) {
        List<String> missing = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        if (snapshot.books().devices().stream().noneMatch(d -> d.device().type() == DeviceType.GPU)) {
            missing.add("GPU: this release reads no GPU; energy of GPUs, if there are any, is not in the figures");
        }
        for (DeviceBooks device : snapshot.books().devices()) {
            describe(device, missing, warnings);
        }
        for (Finding finding : snapshot.run().findings()) {
            if (finding.status().reason() != Reason.NOT_COUNTED
                    && finding.status().reason() != Reason.ABSENT) {
                warnings.add(sentence(finding));
            }
        }
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
