package io.ceait.source.drm;

import io.ceait.kernel.Cursor;
import io.ceait.kernel.KernelFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The usage that a driver tells of one open device file, by the kernel's document {@code drm-usage-stats}. One object is
 * refilled for each file; it makes no strings but for {@link #device()} and {@link #engine(int)}.
 */
final class FdInfo {

    /** More kinds of engines than any driver has. */
    static final int MOST_ENGINES = 24;

    /** No device has an exabyte; of more, sums would overflow. */
    private static final long MOST_BYTES = 1L << 60;

    private static final byte[] DRM = ascii("drm-");
    private static final byte[] CLIENT = ascii("drm-client-id");
    private static final byte[] DEVICE = ascii("drm-pdev");
    private static final byte[] CAPACITY = ascii("drm-engine-capacity-");
    private static final byte[] ENGINE = ascii("drm-engine-");
    private static final byte[] CYCLES = ascii("drm-cycles-");
    private static final byte[] TOTAL_CYCLES = ascii("drm-total-cycles-");
    private static final byte[][] RESIDENT = {ascii("drm-resident-vram"), ascii("drm-resident-local")};
    private static final byte[][] USED = {ascii("drm-memory-vram")};
    private static final byte[][] TOTAL = {ascii("drm-total-vram"), ascii("drm-total-local")};

    private byte[] text = new byte[0];
    private boolean told;
    private long client;
    private int deviceStart;
    private int deviceEnd;
    private long resident;
    private long used;
    private long total;
    private int engines;
    private final int[] nameStart = new int[MOST_ENGINES];
    private final int[] nameEnd = new int[MOST_ENGINES];
    private final long[] nanos = new long[MOST_ENGINES];
    private final long[] cycles = new long[MOST_ENGINES];
    private final long[] totalCycles = new long[MOST_ENGINES];
    private final long[] capacity = new long[MOST_ENGINES];

    FdInfo of(KernelFile file) {
        return of(file.bytes(), file.length());
    }

    FdInfo of(byte[] bytes, int length) {
        text = bytes;
        told = false;
        client = Cursor.NONE;
        deviceStart = 0;
        deviceEnd = 0;
        resident = Cursor.NONE;
        used = Cursor.NONE;
        total = Cursor.NONE;
        engines = 0;
        Arrays.fill(nanos, Cursor.NONE);
        Arrays.fill(cycles, Cursor.NONE);
        Arrays.fill(totalCycles, Cursor.NONE);
        Arrays.fill(capacity, 1);
        int start = 0;
        while (start < length) {
            int end = start;
            while (end < length && bytes[end] != '\n') {
                end++;
            }
            line(start, end);
            start = end + 1;
        }
        return this;
    }

    private void line(int start, int end) {
        int colon = start;
        while (colon < end && text[colon] != ':') {
            colon++;
        }
        if (colon == end || !starts(DRM, start, colon)) {
            return;
        }
        told = true;
        if (equal(DEVICE, start, colon)) {
            deviceStart = colon + 1;
            while (deviceStart < end && (text[deviceStart] == ' ' || text[deviceStart] == '\t')) {
                deviceStart++;
            }
            deviceEnd = end;
        } else if (equal(CLIENT, start, colon)) {
            client = number(colon + 1, end);
        } else if (starts(CAPACITY, start, colon)) {
            put(capacity, start + CAPACITY.length, colon, Math.max(1, number(colon + 1, end)));
        } else if (starts(ENGINE, start, colon)) {
            put(nanos, start + ENGINE.length, colon, number(colon + 1, end));
        } else if (starts(CYCLES, start, colon)) {
            put(cycles, start + CYCLES.length, colon, number(colon + 1, end));
        } else if (starts(TOTAL_CYCLES, start, colon)) {
            put(totalCycles, start + TOTAL_CYCLES.length, colon, number(colon + 1, end));
        } else {
            resident = plus(resident, RESIDENT, start, colon, end);
            used = plus(used, USED, start, colon, end);
            total = plus(total, TOTAL, start, colon, end);
        }
    }

    private void put(long[] values, int start, int end, long value) {
        int engine = 0;
        while (engine < engines && !sameName(engine, start, end)) {
            engine++;
        }
        if (engine == MOST_ENGINES) {
            return;
        }
        if (engine == engines) {
            nameStart[engine] = start;
            nameEnd[engine] = end;
            engines++;
        }
        values[engine] = value;
    }

    private boolean sameName(int engine, int start, int end) {
        return Arrays.equals(text, nameStart[engine], nameEnd[engine], text, start, end);
    }

    /** Adds a region of memory, if the key names one, in bytes. */
    private long plus(long sum, byte[][] keys, int start, int colon, int end) {
        for (byte[] key : keys) {
            if (starts(key, start, colon)) {
                long value = number(colon + 1, end);
                long unit = unit(colon + 1, end);
                boolean told = value >= 0 && value <= MOST_BYTES / unit;
                return told ? Math.min(MOST_BYTES, Math.max(0, sum) + value * unit) : sum;
            }
        }
        return sum;
    }

    private long unit(int from, int end) {
        for (int i = from; i < end; i++) {
            if (text[i] == 'K') {
                return 1L << 10;
            }
            if (text[i] == 'M') {
                return 1L << 20;
            }
        }
        return 1;
    }

    private long number(int from, int end) {
        int at = from;
        while (at < end && (text[at] == ' ' || text[at] == '\t')) {
            at++;
        }
        int start = at;
        long value = 0;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            int digit = text[at++] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                return Cursor.NONE;
            }
            value = value * 10 + digit;
        }
        return at == start ? Cursor.NONE : value;
    }

    private boolean starts(byte[] prefix, int start, int end) {
        return end - start >= prefix.length
                && Arrays.equals(text, start, start + prefix.length, prefix, 0, prefix.length);
    }

    private boolean equal(byte[] word, int start, int end) {
        return end - start == word.length && starts(word, start, end);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the driver tells anything. */
    boolean told() {
        return told;
    }

    /** What tells one opening of the device from others, duplicates of it aside; {@link Cursor#NONE} if nothing does. */
    long client() {
        return client;
    }

    /** The PCI address; empty where there is none. */
    String device() {
        return new String(text, deviceStart, deviceEnd - deviceStart, StandardCharsets.ISO_8859_1).strip();
    }

    /** Memory of the device's own that the client holds, in bytes; {@link Cursor#NONE} if not told. */
    long memoryBytes() {
        return resident != Cursor.NONE ? resident : used != Cursor.NONE ? used : total;
    }

    int engines() {
        return engines;
    }

    String engine(int index) {
        return new String(text, nameStart[index], nameEnd[index] - nameStart[index], StandardCharsets.ISO_8859_1);
    }

    boolean isEngine(int index, byte[] name) {
        return equal(name, nameStart[index], nameEnd[index]);
    }

    long nanos(int index) {
        return nanos[index];
    }

    long cycles(int index) {
        return cycles[index];
    }

    long totalCycles(int index) {
        return totalCycles[index];
    }

    long capacity(int index) {
        return capacity[index];
    }
}
