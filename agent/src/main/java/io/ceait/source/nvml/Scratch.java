package io.ceait.source.nvml;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Memory that the library writes to; kept, and replaced only to grow. Used by the thread that makes the calls. */
final class Scratch {

    private Memory memory;
    private ByteBuffer view;
    private long address;

    Scratch(int bytes) {
        memory = new Memory(bytes);
        view = memory.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
        address = Pointer.nativeValue(memory);
    }

    void grow(int bytes) {
        if (bytes > memory.size()) {
            memory = new Memory(bytes);
            view = memory.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
            address = Pointer.nativeValue(memory);
        }
    }

    long address() {
        return address;
    }

    ByteBuffer view() {
        return view;
    }

    /** Fills with what no driver writes, so that what it wrote can be told from what it left. */
    void poison(int bytes, long pattern) {
        for (int i = 0; i < bytes; i += Long.BYTES) {
            view.putLong(i, pattern);
        }
    }

    /** The C string at the beginning, of at most {@code length} bytes. */
    String text(int length) {
        byte[] bytes = new byte[length];
        view.get(0, bytes);
        return Texts.ofC(bytes);
    }

    void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        view.put(0, bytes);
        view.put(bytes.length, (byte) 0);
    }
}
