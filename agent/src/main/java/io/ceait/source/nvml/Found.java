package io.ceait.source.nvml;

import io.ceait.source.Channel;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.UseChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What discovery found. Filled by the driver's thread, and by nobody any more once it is handed over. */
record Found(
        List<Gpu> gpus,
        List<UsePoll> polls,
        List<Channel> channels,
        List<EnergySlot> slots,
        List<UseChannel> uses,
        List<Boolean> instances,
        Map<String, String> bases,
        List<Finding> findings,
        List<GpuReport> reports) {

    Found() {
        this(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new TreeMap<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }
}
