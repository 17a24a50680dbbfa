package io.ceait.emission;

import io.ceait.device.DeviceType;
import io.ceait.units.Energy;
import java.util.List;

/** Energy by the parts of formulas (2) and (3). */
public record Energies(Energy cpu, Energy gpu, Energy ram, Energy online) {

    public static Energies of(List<OfflineItem> offline, List<OnlineItem> online) {
        return new Energies(
                sum(offline, DeviceType.CPU),
                sum(offline, DeviceType.GPU),
                sum(offline, DeviceType.RAM),
                online.stream().map(Formulas::online).reduce(Energy.ZERO, Energy::plus));
    }

    private static Energy sum(List<OfflineItem> items, DeviceType type) {
        return items.stream()
                .filter(item -> item.type() == type)
                .map(Formulas::offline)
                .reduce(Energy.ZERO, Energy::plus);
    }

    public Energy offline() {
        return Formulas.offline(cpu, gpu, ram);
    }

    /** Of the computing equipment: without PUE. */
    public Energy total() {
        return Formulas.training(offline(), online);
    }
}
