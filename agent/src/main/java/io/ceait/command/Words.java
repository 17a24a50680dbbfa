package io.ceait.command;

import io.ceait.kernel.ZeroEnded;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The words of a command as the bytes that they were given in. */
final class Words {

    private Words() {}

    /**
     * The last arguments of this process. Its strings would have lost what its locale cannot tell.
     *
     * @param words the same arguments as the JVM understood them
     */
    static List<byte[]> asGiven(List<String> words) {
        try {
            List<byte[]> all = ZeroEnded.words(Files.readAllBytes(Path.of("/proc/self/cmdline")));
            if (all.size() >= words.size()) {
                List<byte[]> last = all.subList(all.size() - words.size(), all.size());
                if (agree(last, words)) {
                    return last;
                }
            }
        } catch (IOException e) {
            // As well as the JVM knows them, then.
            return encoded(words);
        }
        return encoded(words);
    }

    /** Whether all words that every locale reads alike are the same. */
    static boolean agree(List<byte[]> bytes, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean plain = word.chars().allMatch(c -> c < 0x80);
            boolean plainBytes = isAscii(bytes.get(i));
            if (plain && plainBytes && !word.equals(new String(bytes.get(i), StandardCharsets.US_ASCII))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte one : bytes) {
            if (one < 0) {
                return false;
            }
        }
        return true;
    }

    private static List<byte[]> encoded(List<String> words) {
        Charset charset = Charset.defaultCharset();
        return words.stream().map(word -> word.getBytes(charset)).toList();
    }
}
