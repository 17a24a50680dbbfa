package io.ceait.libc;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.util.List;

/** Words as C wants them: an array of pointers with a null at its end. As bytes, for they need not be text. */
public final class CStrings implements Closeable {

    private final Memory pointers;
    private final Memory text;

    public CStrings(List<byte[]> words) {
        long length = 1;
        for (byte[] word : words) {
            length += word.length + 1L;
        }
        pointers = new Memory((words.size() + 1L) * Native.POINTER_SIZE);
        pointers.clear();
        text = new Memory(length);
        text.clear();
        long at = 0;
        for (int i = 0; i < words.size(); i++) {
            byte[] word = words.get(i);
            text.write(at, word, 0, word.length);
            pointers.setPointer((long) i * Native.POINTER_SIZE, text.share(at));
            at += word.length + 1L;
        }
    }

    public Pointer array() {
        return pointers;
    }

    /** The first word. */
    public Pointer first() {
        return text;
    }

    @Override
    public void close() {
        pointers.close();
        text.close();
    }
}
