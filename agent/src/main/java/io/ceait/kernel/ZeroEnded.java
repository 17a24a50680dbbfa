package io.ceait.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Words as the kernel tells arguments and variables: each ended by a zero, as bytes, for they need not be text. */
public final class ZeroEnded {

    private ZeroEnded() {}

    /** The words; what stands behind the last zero is none. */
    public static List<byte[]> words(byte[] bytes) {
        List<byte[]> words = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                words.add(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        return words;
    }
}
