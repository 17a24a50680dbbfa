package io.ceait.source.nvml;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Something that goes wrong in the simulated driver, as {@code nvmlsim_ctl.h} describes it. It concerns every call, every
 * GPU and all time until it is narrowed.
 *
 * @param functions bit n: the function with number n in {@code nvml-functions.csv}
 * @param gpus bit n: GPU n of the scenario; bit 16: calls that concern no GPU
 * @param first of the calls that match, the first that fails, 1, 2, ...; 0: all
 * @param count how many of them fail; 0: all from the first on
 * @param value what the kind takes: microseconds of latency, a field id, millijoules, the forced number
 */
public record NvmlFault(
        Kind kind,
        boolean holdsLock,
        long functions,
        int gpus,
        int code,
        long fromMicros,
        long toMicros,
        int first,
        int count,
        long value) {

    private static final int NO_GPU = 16;

    /** In the order of {@code enum nvmlsim_kind}. */
    enum Kind {
        NONE,
        RETURN,
        LATENCY,
        HANG,
        RELOAD,
        VALUE,
        FIELD_RETURN,
        FIELD_TYPE,
        FIELD_UNTOUCHED,
        ENERGY_FREEZE,
        ENERGY_RESET,
        ENERGY_STEP,
        POWER_FREEZE
    }

    static final NvmlFault NONE = of(Kind.NONE, 0, 0);

    private static NvmlFault of(Kind kind, int code, long value) {
        return new NvmlFault(kind, false, -1, -1, code, Long.MIN_VALUE, Long.MAX_VALUE, 0, 0, value);
    }

    private static NvmlFault at(Kind kind, Duration at, long value) {
        return of(kind, 0, value).from(at);
    }

    /** The calls answer this code and write nothing. */
    public static NvmlFault returning(int code) {
        return of(Kind.RETURN, code, 0);
    }

    /** The calls take so much longer, in real time. */
    public static NvmlFault latency(Duration latency) {
        return of(Kind.LATENCY, 0, micros(latency));
    }

    /** The calls do not return until the fault is taken away or {@link NvmlSimulator#release} is called. */
    public static NvmlFault hang() {
        return of(Kind.HANG, 0, 0);
    }

    /** The driver is loaded anew at this time: initialisation is void, old handles are invalid, energy restarts at 0. */
    public static NvmlFault reload(Duration at) {
        return at(Kind.RELOAD, at, 0).until(at);
    }

    /** The calls succeed with this number instead of their own. */
    public static NvmlFault value(long value) {
        return of(Kind.VALUE, 0, value);
    }

    /** A field carries this return code; field 0 means every field. */
    public static NvmlFault fieldReturning(int field, int code) {
        return of(Kind.FIELD_RETURN, code, field);
    }

    /** A field carries this value type; field 0 means every field. */
    public static NvmlFault fieldType(int field, int type) {
        return of(Kind.FIELD_TYPE, type, field);
    }

    /** A field is not written although the call succeeds; field 0 means every field. */
    public static NvmlFault fieldUntouched(int field) {
        return of(Kind.FIELD_UNTOUCHED, 0, field);
    }

    /** The energy counter keeps what it shows at this time; {@link #until} ends it. */
    public static NvmlFault energyFreeze(Duration at) {
        return at(Kind.ENERGY_FREEZE, at, 0);
    }

    /** The energy counter restarts at 0. */
    public static NvmlFault energyReset(Duration at) {
        return at(Kind.ENERGY_RESET, at, 0);
    }

    /** The energy counter jumps, forwards or back. */
    public static NvmlFault energyStep(Duration at, long millijoules) {
        return at(Kind.ENERGY_STEP, at, millijoules);
    }

    /** The power sensor keeps what it shows at this time; {@link #until} ends it. */
    public static NvmlFault powerFreeze(Duration at) {
        return at(Kind.POWER_FREEZE, at, 0);
    }

    /** Only these functions. */
    public NvmlFault on(String... names) {
        long mask = 0;
        for (String name : names) {
            mask |= 1L << NvmlFunctions.number(name);
        }
        return new NvmlFault(kind, holdsLock, mask, gpus, code, fromMicros, toMicros, first, count, value);
    }

    /** Only these GPUs of the scenario; calls that concern none are spared. */
    public NvmlFault gpu(int... numbers) {
        int mask = 0;
        for (int number : numbers) {
            mask |= 1 << number;
        }
        return new NvmlFault(kind, holdsLock, functions, mask, code, fromMicros, toMicros, first, count, value);
    }

    /** All GPUs, but not the calls that concern none: what a lost board does to a node. */
    public NvmlFault everyGpu() {
        int mask = (1 << NO_GPU) - 1;
        return new NvmlFault(kind, holdsLock, functions, mask, code, fromMicros, toMicros, first, count, value);
    }

    /** From this scenario time on. */
    public NvmlFault from(Duration at) {
        return new NvmlFault(kind, holdsLock, functions, gpus, code, micros(at), toMicros, first, count, value);
    }

    /** Before this scenario time. */
    public NvmlFault until(Duration end) {
        return new NvmlFault(kind, holdsLock, functions, gpus, code, fromMicros, micros(end), first, count, value);
    }

    /** Only so many of the calls, from this one (1, 2, ...) on. */
    public NvmlFault calls(int from, int number) {
        return new NvmlFault(kind, holdsLock, functions, gpus, code, fromMicros, toMicros, from, number, value);
    }

    /** Latency and hang: under the driver's lock, so that every other call waits too. */
    public NvmlFault holdingLock() {
        return new NvmlFault(kind, true, functions, gpus, code, fromMicros, toMicros, first, count, value);
    }

    private static long micros(Duration time) {
        return TimeUnit.SECONDS.toMicros(time.getSeconds()) + TimeUnit.NANOSECONDS.toMicros(time.getNano());
    }

    /** The words of {@code struct nvmlsim_fault}, native byte order assumed little-endian. */
    long[] words() {
        return new long[] {
            pair(kind.ordinal(), holdsLock ? 1 : 0),
            functions,
            pair(gpus, code),
            fromMicros,
            toMicros,
            pair(first, count),
            value,
            0
        };
    }

    private static long pair(int low, int high) {
        return Integer.toUnsignedLong(low) | (long) high << Integer.SIZE;
    }
}
