package io.ceait.source.nvml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ceait.source.Channel;
import io.ceait.source.Unavailable.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which library is taken, and what is said when there is none or it has no driver. */
class NvmlDiscoveryTest {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String ONE_GPU = """
            gpu name="NVIDIA L4" preset=ada
                power const 60
            """;

    @TempDir
    Path dir;

    private NvmlOptions lookIn(Path root, String searchPath) {
        return new NvmlOptions(
                Optional.empty(),
                root,
                Path.of("/proc"),
                Map.of("LD_LIBRARY_PATH", searchPath),
                TICK,
                new NvmlOptions.Deadlines(PATIENCE, Duration.ZERO, PATIENCE, PATIENCE));
    }

    private static NvmlSource discover(NvmlOptions options) {
        return NvmlSource.discover(options, () -> 0);
    }

    private Path touch(String file) throws IOException {
        Path path = dir.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.createFile(path);
    }

    @Test
    void aMachineWithoutDriverIsSaidToHaveNone() {
        try (NvmlSource source = discover(lookIn(dir, ""))) {
            assertThat(source.channels()).isEmpty();
            assertThat(source.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.status().reason()).isEqualTo(Reason.ABSENT);
                assertThat(finding.unmetered()).isFalse();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"proc/driver/nvidia/version", "dev/nvidiactl", "dev/dxg"})
    void aDriverWithoutLibraryHasARemedy(String trace) throws IOException {
        touch(trace);
        try (NvmlSource source = discover(lookIn(dir, ""))) {
            assertThat(source.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.status().reason()).isEqualTo(Reason.ABSENT);
                assertThat(finding.status().remedy()).contains("NVIDIA_DRIVER_CAPABILITIES=utility");
            });
        }
    }

    @Test
    void theLinuxOfWindowsHasItsLibraryInAPlaceOfItsOwnAndItComesFirst() throws IOException {
        touch("dev/dxg");
        Path generic = touch("usr/lib/x86_64-linux-gnu/libnvidia-ml.so.1");
        Path windows = touch("usr/lib/wsl/lib/libnvidia-ml.so.1");
        assertThat(LibraryLookup.find(lookIn(dir, "")).candidates())
                .containsExactly(windows.toString(), generic.toString());
    }

    @Test
    void theSearchPathComesBeforeTheUsualPlaces() throws IOException {
        Path usual = touch("usr/lib64/libnvidia-ml.so.1");
        Path container = touch("run/nvidia/driver/usr/lib64/libnvidia-ml.so.1");
        Path named = touch("opt/lib/libnvidia-ml.so.1");
        // One of them has a name that this JVM has no characters for.
        String path = ":" + dir.resolve("nothing") + ":/gr\uD800e/lib:a\0b:" + dir.resolve("opt/lib") + "::";
        assertThat(LibraryLookup.find(lookIn(dir, path)).candidates())
                .containsExactly(named.toString(), usual.toString(), container.toString());
    }

    @Test
    void onlyANamedLibraryIsTried() {
        NvmlOptions options = MeteredGpus.options(dir.resolve("no-such-library.so"), TICK);
        try (NvmlSource source = discover(options)) {
            assertThat(source.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.status().reason()).isEqualTo(Reason.FAILED);
                assertThat(finding.status().detail()).contains("no-such-library.so", "cannot be loaded");
                assertThat(finding.unmetered()).isTrue();
            });
        }
    }

    @Test
    void aLibraryOfSomethingElseIsRefused() throws IOException {
        Path library = dir.resolve("libnvidia-ml.so.1");
        Files.writeString(library, "not a library");
        try (NvmlSource source = discover(lookIn(dir, dir.toString()))) {
            assertThat(source.channels()).isEmpty();
            assertThat(source.findings()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 9, 12, 13, 17, 18, 999})
    void theNextLibraryIsTriedWhenOneFindsNoDriver(int code) throws IOException {
        NvmlSimulator broken =
                NvmlSimulator.create(dir, "r550", "fault return call=nvmlInit* code=" + code + "\n" + ONE_GPU);
        NvmlSimulator good = NvmlSimulator.create(dir, "r470", ONE_GPU);
        String both = broken.library().getParent() + ":" + good.library().getParent();
        try (NvmlSource source = discover(lookIn(dir, both))) {
            assertThat(source.channels()).isNotEmpty();
            assertThat(source.report().get(0).library())
                    .isEqualTo(good.library().toString());
            assertThat(source.report().get(0).driverVersion()).isEqualTo("470.256");
        }
        try (NvmlSource source = discover(MeteredGpus.options(broken.library(), TICK))) {
            assertThat(source.findings())
                    .singleElement()
                    .satisfies(finding ->
                            assertThat(finding.status().detail()).contains("nvmlInit_v2", "answered " + code));
        }
    }

    private static NvmlOptions patient(NvmlSimulator simulator) {
        return MeteredGpus.options(
                simulator.library(), TICK, new NvmlOptions.Deadlines(PATIENCE, PATIENCE, PATIENCE, PATIENCE));
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 999})
    void aDriverThatFailsAtFirstIsStartedAgain(int code) throws IOException {
        NvmlSimulator simulator = NvmlSimulator.create(dir, "r550", ONE_GPU);
        simulator.fault(0, NvmlFault.returning(code).on("nvmlInit_v2").calls(1, 2));
        try (NvmlSource source = discover(patient(simulator))) {
            assertThat(source.findings()).isEmpty();
            assertThat(source.channels()).isNotEmpty();
            assertThat(simulator.calls("nvmlInit_v2")).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 9, 12, 18})
    void aDriverThatSaysWhatIsWrongIsBelieved(int code) throws IOException {
        NvmlSimulator simulator = NvmlSimulator.create(dir, "r550", ONE_GPU);
        simulator.fault(0, NvmlFault.returning(code).on("nvmlInit_v2"));
        try (NvmlSource source = discover(patient(simulator))) {
            assertThat(source.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.status().detail()).contains("answered " + code);
                assertThat(finding.status().remedy()).contains("do not join a run later", "start the run anew");
            });
            assertThat(simulator.calls("nvmlInit_v2")).isEqualTo(1);
        }
    }

    @Test
    void aSearchThatIsGivenUpTellsWhatTheDriverAnswered() throws Exception {
        NvmlSimulator simulator = NvmlSimulator.create(dir, "r550", ONE_GPU);
        simulator.fault(0, NvmlFault.returning(999).on("nvmlInit_v2"));
        NvmlSearch search = NvmlSource.search(patient(simulator), () -> 0);
        while (simulator.calls("nvmlInit_v2") < 2) {
            assertThat(search.await(Duration.ofMillis(1))).isFalse();
        }
        try (NvmlSource source = search.end()) {
            assertThat(source.findings())
                    .singleElement()
                    .satisfies(
                            finding -> assertThat(finding.status().detail()).contains("nvmlInit_v2", "answered 999"));
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals(Session.THREAD_NAME)) {
                thread.join(PATIENCE.toMillis());
                assertThat(thread.isAlive()).as("still trying").isFalse();
            }
        }
    }

    @Test
    void aGpuThatIsNotOursIsDeniedAndTheOthersAreRead() throws IOException {
        NvmlSimulator simulator = NvmlSimulator.create(
                dir,
                "r550",
                ONE_GPU + "gpu name=other preset=ada access=4\n    power const 50\n" + ONE_GPU
                        + "gpu name=gone preset=ada access=15\n    power const 50\n");
        try (NvmlSource source = discover(MeteredGpus.options(simulator.library(), TICK))) {
            assertThat(source.channels())
                    .extracting(channel -> channel.device().id())
                    .containsOnly("gpu0", "gpu2");
            assertThat(source.findings())
                    .extracting(
                            finding -> finding.sensor() + " " + finding.status().reason())
                    .containsExactly("gpu1 DENIED", "gpu3 FAILED");
        }
    }

    @Test
    void everyFieldIsReadFromItsPlace() throws IOException {
        NvmlSimulator simulator = NvmlSimulator.create(dir, "r550", NvmlSimulator.scenario("sentinel"));
        try (MeteredGpus gpus = MeteredGpus.of(simulator, TICK, MeteredGpus.job(1_111_111))) {
            GpuReport report = gpus.source.report().get(0);
            assertThat(report.name()).isEqualTo("Sentinel 0x11");
            assertThat(report.uuid()).isEqualTo("GPU-11111111-2222-3333-4444-555555555555");
            assertThat(report.pci()).isEqualTo("12345678:21:0E.0");
            assertThat(report.driverVersion()).isEqualTo("111.22.33");
            Channel first = gpus.source.channels().get(0);
            assertThat(first.limit().orElseThrow().watts()).isEqualTo(701.701);
            gpus.begin();
            assertThat(gpus.readings().microjoules(0)).isEqualTo(0x0000223344556677L * 1000);
            gpus.runUntil(Duration.ofSeconds(20), TICK);
            double mine = 0x0a0b0c0d0eL;
            double others = 0x0f0e0d0c0bL;
            assertThat(gpus.heldSeconds(0) / 20).isCloseTo(mine / (mine + others), within(1e-3));
        }
    }
}
