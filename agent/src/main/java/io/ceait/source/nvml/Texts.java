package io.ceait.source.nvml;

import java.nio.charset.StandardCharsets;

/** C strings. */
final class Texts {

    private Texts() {}

    /** What stands before the first zero byte. */
    static String ofC(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
