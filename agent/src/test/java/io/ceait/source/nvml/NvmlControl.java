package io.ceait.source.nvml;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The control file of a simulated driver, mapped: the mirror of {@code struct nvmlsim_ctl} in {@code nvmlsim_ctl.h}. */
final class NvmlControl {

    static final int SLOTS = 32;
    static final int GPUS = 16;
    static final int PIDS = 16;

    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long MAGIC = 0x314c54434d49534eL;
    private static final long VERSION = 1;
    private static final int FUNCTIONS = 64;

    private static final int VERSION_AND_BYTES_AT = 8;
    private static final int SEQUENCE_AT = 16;
    private static final int MODE_AT = 24;
    private static final int EPOCH_AT = 32;
    private static final int NOW_AT = 40;
    private static final int HUNG_AT = 48;
    private static final int RELEASED_AT = 56;
    private static final int OVERRIDES_AT = 64;
    private static final int FAULTS_AT = 192;
    private static final int FAULT_BYTES = 64;
    private static final int HITS_AT = 2240;
    private static final int PIDS_AT = 2496;
    private static final int CALLS_AT = 2624;
    private static final int BYTES = CALLS_AT + (GPUS + 1) * FUNCTIONS * Long.BYTES;

    private final ByteBuffer map;

    private NvmlControl(ByteBuffer map) {
        this.map = map;
    }

    /** Makes a control file whose clock stands still at scenario time 0; {@code epoch} is wall-clock time at that moment. */
    static NvmlControl createVirtual(Path file, Instant epoch) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            NvmlControl control = new NvmlControl(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
            control.set(VERSION_AND_BYTES_AT, VERSION | (long) BYTES << Integer.SIZE);
            control.set(MODE_AT, 1);
            control.set(EPOCH_AT, TimeUnit.SECONDS.toNanos(epoch.getEpochSecond()) + epoch.getNano());
            control.set(0, MAGIC);
            return control;
        }
    }

    private void set(int at, long value) {
        WORD.setVolatile(map, at, value);
    }

    private long get(int at) {
        return (long) WORD.getVolatile(map, at);
    }

    void setNow(long micros) {
        set(NOW_AT, micros);
    }

    long now() {
        return get(NOW_AT);
    }

    synchronized void setFault(int slot, NvmlFault fault) {
        long[] words = fault.words();
        set(SEQUENCE_AT, get(SEQUENCE_AT) + 1);
        for (int i = 0; i < words.length; i++) {
            set(FAULTS_AT + checked(slot, SLOTS) * FAULT_BYTES + i * Long.BYTES, words[i]);
        }
        set(HITS_AT + slot * Long.BYTES, 0);
        set(SEQUENCE_AT, get(SEQUENCE_AT) + 1);
    }

    synchronized void setOverride(int gpu, boolean on, int milliwatts) {
        set(SEQUENCE_AT, get(SEQUENCE_AT) + 1);
        set(OVERRIDES_AT + checked(gpu, GPUS) * Long.BYTES, (on ? 1 : 0) | (long) milliwatts << Integer.SIZE);
        set(SEQUENCE_AT, get(SEQUENCE_AT) + 1);
    }

    void setPid(int slot, long pid) {
        set(PIDS_AT + checked(slot, PIDS) * Long.BYTES, pid);
    }

    void release() {
        WORD.getAndAdd(map, RELEASED_AT, 1L);
    }

    long hung() {
        return get(HUNG_AT);
    }

    long hits(int slot) {
        return get(HITS_AT + checked(slot, SLOTS) * Long.BYTES);
    }

    /** Calls of a function that concerned this GPU; GPU 16: that concerned none. */
    long calls(int gpu, int function) {
        return get(CALLS_AT + (checked(gpu, GPUS + 1) * FUNCTIONS + function) * Long.BYTES);
    }

    private static int checked(int index, int size) {
        return Objects.checkIndex(index, size);
    }
}
