package io.ceait.target;

import io.ceait.kernel.ZeroEnded;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Variables that a process was started with. */
public final class ProcessEnvironment {

    private static final int MOST_BYTES = 1 << 20;

    private ProcessEnvironment() {}

    /**
     * Those that are asked for. The others, secrets among them, are not kept.
     *
     * @return empty where the process is gone or not ours to read
     */
    public static Map<String, String> of(Path procfs, int pid, Set<String> names) {
        try (InputStream in = Files.newInputStream(procfs.resolve(pid + "/environ"))) {
            return parse(in.readNBytes(MOST_BYTES), names);
        } catch (IOException e) {
            return Map.of();
        }
    }

    static Map<String, String> parse(byte[] variables, Set<String> names) {
        Map<String, String> found = new HashMap<>();
        for (byte[] word : ZeroEnded.words(variables)) {
            String variable = new String(word, StandardCharsets.UTF_8);
            int equals = variable.indexOf('=');
            if (equals > 0 && names.contains(variable.substring(0, equals))) {
                found.putIfAbsent(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return found;
    }
}
