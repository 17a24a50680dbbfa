package io.ceait.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.kernel.ZeroEnded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnJvmTest {

    @TempDir
    Path dir;

    private static List<byte[]> words(String... words) {
        return ZeroEnded.words((String.join("\0", words) + "\0").getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> texts(List<byte[]> words) {
        return words.stream()
                .map(word -> new String(word, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void wordsAreTakenAsTheKernelHasThem() {
        assertThat(texts(words("java", "-jar", "agent.jar", "", "a b")))
                .containsExactly("java", "-jar", "agent.jar", "", "a b");
        byte[] noText = {'x', 0, (byte) 0xff, 0};
        assertThat(ZeroEnded.words(noText).get(1)).containsExactly(0xff);
    }

    @Test
    void aStatedFlagIsTheUsersChoice() {
        assertThat(OwnJvm.isPlain(words("java", "-jar", "agent.jar", "--machine"), Map.of()))
                .isTrue();
        assertThat(OwnJvm.isPlain(words("java", "-Xmx1g", "-jar", "agent.jar"), Map.of()))
                .isFalse();
        assertThat(OwnJvm.isPlain(words("java", "-cp", "agent.jar", "io.ceait.Main"), Map.of()))
                .isFalse();
        for (String variable : List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")) {
            assertThat(OwnJvm.isPlain(words("java", "-jar", "agent.jar"), Map.of(variable, "-Xmx1g")))
                    .as(variable)
                    .isFalse();
        }
    }

    @Test
    void theFlagsStandBeforeTheJarAndTheArgumentsStayAsTheyAre() throws IOException {
        Path jar = dir.resolve("agent.jar");
        List<String> plain = texts(OwnJvm.withFlags(words("java", "-jar", jar.toString(), "--pid", "1")));
        assertThat(plain).startsWith("java").endsWith("-jar", jar.toString(), "--pid", "1");
        assertThat(plain).hasSize(5 + OwnJvm.FLAGS.size()).containsAll(OwnJvm.FLAGS);
        // What has been started anew is not started anew again.
        assertThat(OwnJvm.isPlain(words(plain.toArray(new String[0])), Map.of()))
                .isFalse();

        Path archive = Files.writeString(dir.resolve("agent.jsa"), "an archive");
        assertThat(texts(OwnJvm.withFlags(words("java", "-jar", jar.toString()))))
                .contains("-XX:SharedArchiveFile=" + archive);
    }

    @Test
    void theLauncherStatesTheSameFlags() throws IOException {
        Path launcher = Path.of("").toAbsolutePath().resolveSibling("scripts/ceait");
        assertThat(Files.readString(launcher)).contains("set -- " + String.join(" ", OwnJvm.FLAGS) + " -jar ");
    }
}
