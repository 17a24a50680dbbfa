package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same jar on newer JVMs, and a sentence on one that is too old. */
class JavaVersionsIT {

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final int NEWER = 21;
    private static final int JAVA_8_CLASS_FILE = 52;

    @TempDir
    Path dir;

    @Test
    void theJarRunsOnEveryNewerJava() throws Exception {
        List<Path> newer = newerJavas();
        assumeThat(newer)
                .as("there is no Java " + NEWER + " or newer in " + INSTALLED)
                .isNotEmpty();
        for (Path java : newer) {
            Path out = dir.resolve(java.getParent().getParent().getFileName());
            List<String> prefix = List.of(java.toString(), "-jar", Agent.JAR.toString());
            try (Agent agent = Agent.startWith(
                    prefix,
                    Agent.Redirect.NOTHING,
                    "run",
                    "--listen",
                    "127.0.0.1:0",
                    "--interval",
                    "100ms",
                    "--out",
                    out,
                    "--",
                    "sleep",
                    "1")) {
                Agent.Ended ended = agent.await().succeeded();
                assertThat(ended.err()).doesNotContainIgnoringCase("warning");
            }
            assertThat(RunOutputs.onlyOneBelow(out).summary().number("/duration_s"))
                    .as(java.toString())
                    .isBetween(0.5, 10.0);
        }
    }

    private static List<Path> newerJavas() throws IOException, InterruptedException {
        List<Path> newer = new ArrayList<>();
        if (Files.isDirectory(INSTALLED)) {
            try (Stream<Path> homes = Files.list(INSTALLED)) {
                for (Path home :
                        homes.filter(path -> !Files.isSymbolicLink(path)).toList()) {
                    Path java = home.resolve("bin/java");
                    if (Files.isExecutable(java) && version(java) >= NEWER) {
                        newer.add(java);
                    }
                }
            }
        }
        return newer;
    }

    private static int version(Path java) throws IOException, InterruptedException {
        return Shell.run(java.toString(), "-XshowSettings:properties", "-version")
                .output()
                .lines()
                .filter(line -> line.contains("java.specification.version = "))
                .map(line -> line.substring(line.indexOf('=') + 1).strip())
                .filter(text -> text.matches("[0-9]+"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
    }

    @Test
    void aJavaThatIsTooOldGetsASentence() throws Exception {
        String classPath = Agent.JAR + File.pathSeparator + Agent.ROOT.resolve("agent/target/test-classes");
        for (String old : List.of("11", "1.8")) {
            List<String> prefix = List.of(Agent.JAVA.toString(), "-cp", classPath, PretendedJava.class.getName(), old);
            try (Agent agent = Agent.startWith(
                    prefix, Agent.Redirect.NOTHING, "--machine", "--duration", "1s", "--out", dir.resolve("runs"))) {
                agent.await().refusedWith(2, old.equals("11") ? "this is Java 11" : "this is Java 8", "Java 17");
            }
            assertThat(dir.resolve("runs")).doesNotExist();
        }
    }

    @Test
    void theEntryPointLoadsOnJava8() throws IOException {
        try (JarFile jar = new JarFile(Agent.JAR.toFile());
                DataInputStream classFile =
                        new DataInputStream(jar.getInputStream(jar.getJarEntry("io/ceait/Main.class")))) {
            assertThat(classFile.readInt()).isEqualTo(0xCAFEBABE);
            classFile.readUnsignedShort();
            assertThat(classFile.readUnsignedShort()).isEqualTo(JAVA_8_CLASS_FILE);
        }
    }
}
