package io.ceait.machine;

import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.spi.SystemInfoFactory;

/**
 * The machine's load by OSHI, for where {@code /proc} is missing or not in the kernel's format. It reads more files
 * than needed and makes garbage at each tick, so it is the second choice on Linux.
 */
final class OshiMachineLoad implements MachineLoad {

    private final CentralProcessor processor;
    private final GlobalMemory memory;
    private long busyMilliseconds;
    private long usedBytes;

    OshiMachineLoad() {
        HardwareAbstractionLayer hardware = SystemInfoFactory.create().getHardware();
        processor = hardware.getProcessor();
        memory = hardware.getMemory();
        refresh(0);
    }

    @Override
    public void refresh(long nowNanos) {
        long[] ticks = processor.getSystemCpuLoadTicks();
        long busy = ticks[CentralProcessor.TickType.USER.getIndex()]
                + ticks[CentralProcessor.TickType.NICE.getIndex()]
                + ticks[CentralProcessor.TickType.SYSTEM.getIndex()]
                + ticks[CentralProcessor.TickType.IRQ.getIndex()]
                + ticks[CentralProcessor.TickType.SOFTIRQ.getIndex()];
        busyMilliseconds = Math.max(busyMilliseconds, busy);
        usedBytes = Math.max(0, memory.getTotal() - memory.getAvailable());
    }

    @Override
    public long busyMicroseconds() {
        return busyMilliseconds * 1000;
    }

    @Override
    public int onlineCpus() {
        return Math.max(1, processor.getLogicalProcessorCount());
    }

    @Override
    public long usedBytes() {
        return usedBytes;
    }

    @Override
    public long installedBytes() {
        return memory.getTotal();
    }

    /** OSHI does not count them: time passing stands for change, so that trees are always looked at again. */
    @Override
    public long forks() {
        return busyMilliseconds;
    }

    @Override
    public void close() {
        // OSHI keeps nothing open.
    }
}
