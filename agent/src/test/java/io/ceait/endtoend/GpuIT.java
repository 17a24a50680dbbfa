package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar on a node with simulated GPUs: its figures against the simulator's closed forms, and drivers that fail. */
class GpuIT {

    /** A shared GPU with an energy counter, one with a power sensor alone, and one that nobody uses. */
    private static final String NODE = """
            gpu name="NVIDIA H100 <80GB> & HBM3" preset=hopper limit_w=700
                power const 150
                power sine mean=200 amplitude=100 period_s=3
                process slot:0 memory_mib=40000
                    sm const 60
                process 999999 memory_mib=20000
                    sm const 20
            gpu name="Tesla P100" preset=pascal limit_w=250
                energy absent
                power square low=60 high=200 period_s=1 duty=0.5
                process slot:0 memory_mib=8000
                    sm const 100
            gpu name="NVIDIA H100" preset=hopper limit_w=700
                power const 70
            """;

    @TempDir
    Path dir;

    private Process sleeper(double seconds) throws IOException {
        return new ProcessBuilder("sleep", Double.toString(seconds)).start();
    }

    private Path emptySysfs() throws IOException {
        return Files.createDirectories(dir.resolve("empty-sysfs"));
    }

    private Agent attach(GpuSimulator gpus, Process job, String... more) throws IOException {
        List<Object> arguments = new ArrayList<>(List.of(
                "--pid",
                job.pid(),
                "--nvml-library",
                gpus.library(),
                "--path.sysfs",
                emptySysfs(),
                "--no-listen",
                "--out"));
        arguments.add(dir.resolve("runs"));
        arguments.addAll(List.of(more));
        return Agent.start(arguments.toArray());
    }

    private boolean hasRun() throws IOException {
        Path runs = dir.resolve("runs");
        if (!Files.isDirectory(runs)) {
            return false;
        }
        try (Stream<Path> list = Files.list(runs)) {
            return list.findAny().isPresent();
        }
    }

    private RunOutputs outputs() throws IOException {
        return RunOutputs.onlyOneBelow(dir.resolve("runs"));
    }

    @Test
    void energyAndOccupancyAreTheSimulatorsTruth() throws Exception {
        GpuSimulator gpus = GpuSimulator.prepareText("r550", NODE, dir.resolve("driver"));
        Process job = sleeper(12);
        gpus.setPid(0, job.pid());
        try (Agent agent = attach(gpus, job, "--interval", "100ms", "--pue", "1.2", "--intensity", "0.4")) {
            Agent.Ended ended = agent.await().succeeded();
            assertThat(ended.err()).contains("gpu0").contains("gpu2");
        }
        RunOutputs run = outputs();
        JsonFields summary = run.summary();
        Instant from = run.startedAt();
        Instant to = run.endedAt();
        double[] truth = new double[3];
        for (int i = 0; i < 3; i++) {
            truth[i] = gpus.joules(i, from, to);
            String device = summary.element("/devices", "device", "gpu" + i);
            // The last step of a counter, a tenth of a second, may be missing from twelve seconds.
            assertThat(summary.number(device + "/energy_kwh") * 3.6e6).isCloseTo(truth[i], withinPercentage(1.5));
            assertThat(summary.text(device + "/uuid")).startsWith("GPU-");
        }
        String shared = summary.element("/devices", "device", "gpu0");
        assertThat(summary.text(shared + "/source")).isEqualTo("nvml-energy");
        assertThat(summary.text(shared + "/occupancy_source")).startsWith("process");
        double duration = summary.number("/duration_s");
        double used = gpus.smSeconds(0, "slot:0", from, to) / duration;
        assertThat(used).isCloseTo(0.6, within(0.01));
        assertThat(summary.number(shared + "/mean_occupancy")).isCloseTo(used, within(0.08));
        double whole = summary.number(shared + "/job_energy_kwh/machine");
        assertThat(summary.number(shared + "/job_energy_kwh/active") / whole).isCloseTo(0.75, within(0.08));
        String alone = summary.element("/devices", "device", "gpu1");
        assertThat(summary.text(alone + "/source")).isEqualTo("nvml-power");
        String unused = summary.element("/devices", "device", "gpu2");
        assertThat(summary.number(unused + "/mean_occupancy")).isZero();
        assertThat(summary.number(unused + "/job_energy_kwh/active")).isZero();
        assertThat(summary.number("/energy_kwh/gpu")).isPositive();
        Guarantee.assertKept(run);
        assertOutputsAgree(run);
        assertThat(Files.readString(run.directory().resolve("report.en.html")))
                .contains("NVIDIA H100 &lt;80GB&gt; &amp; HBM3")
                .doesNotContain("<80GB>");
    }

    private static void assertOutputsAgree(RunOutputs run) throws IOException {
        double energy = 0;
        double emissions = 0;
        for (Map<String, String> row : run.samples()) {
            if (row.get("device_type").equals("gpu") && !row.get("job_energy_j").isEmpty()) {
                energy += Double.parseDouble(row.get("job_energy_j"));
            }
            emissions += row.get("emissions_kg").isEmpty() ? 0 : Double.parseDouble(row.get("emissions_kg"));
        }
        assertThat(energy / 3.6e6).isCloseTo(run.summary().number("/energy_kwh/gpu"), withinPercentage(1e-4));
        assertThat(emissions).isCloseTo(run.summary().number("/emissions_kg"), withinPercentage(1e-4));
    }

    @Test
    void aDriverThatHangsIsAGapWhileTheRestGoesOnAndTheEndComesInTime() throws Exception {
        GpuSimulator gpus = GpuSimulator.prepareText("r550", NODE, dir.resolve("driver"));
        Process job = sleeper(9);
        gpus.setPid(0, job.pid());
        try (Agent agent = attach(gpus, job, "--interval", "200ms")) {
            Shell.await("samples", () -> hasRun() && outputs().journalLines() > 10);
            gpus.fault(0, "hang", "call=nvmlDeviceGetTotalEnergyConsumption", "gpu=1");
            gpus.fault(1, "hang", "call=nvmlDeviceGetPowerUsage", "gpu=1");
            assertThat(job.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Instant end = Instant.now();
            Agent.Ended ended = agent.await().succeeded();
            assertThat(ended.err()).contains("the NVIDIA driver has not answered");
            RunOutputs run = outputs();
            Guarantee.assertKept(run);
            assertThat(Duration.between(run.endedAt(), end).abs()).isLessThan(Duration.ofSeconds(2));
            JsonFields summary = run.summary();
            // No tick was lost to the driver.
            assertThat(summary.number("/sampling/ticks"))
                    .isCloseTo(summary.number("/duration_s") / 0.2, withinPercentage(10));
            assertThat(summary.number("/sampling/gap_s")).isGreaterThan(1);
            assertThat(summary.list("/data_quality/missing")).anyMatch(line -> line.startsWith("gpu0: no reading for"));
            assertThat(summary.number("/energy_kwh/cpu")).isGreaterThanOrEqualTo(0);
            String cpu = summary.element("/devices", "device", "cpu0");
            assertThat(summary.number(cpu + "/time_s")).isCloseTo(summary.number("/duration_s"), within(0.01));
        }
    }

    @Test
    void aDriverThatHangsAtTheStartDoesNotKeepTheRunFromBeginning() throws Exception {
        GpuSimulator gpus = GpuSimulator.prepareText("r550", NODE, dir.resolve("driver"));
        gpus.fault(0, "hang", "call=nvmlInit*");
        // Shorter than the driver would be waited for.
        Process job = sleeper(4);
        try (Agent agent = attach(gpus, job)) {
            agent.await().succeeded();
        }
        JsonFields summary = outputs().summary();
        assertThat(summary.list("/data_quality/missing"))
                .anyMatch(line -> line.contains("nvmlInit_v2 has not come back")
                        && line.contains("its energy is not in the figures")
                        && line.contains("start the run anew"));
        assertThat(summary.text("/status")).isEqualTo("completed");
        assertThat(summary.number("/duration_s")).isPositive();
        assertThat(summary.number("/energy_kwh_by_attribution/machine")).isPositive();
    }

    @Test
    void aGpuThatFallsOffTheBusIsAGapAndNoSpike() throws Exception {
        GpuSimulator gpus = GpuSimulator.prepareText("r550", NODE, dir.resolve("driver"));
        Process job = sleeper(9);
        gpus.setPid(0, job.pid());
        try (Agent agent = attach(gpus, job, "--interval", "200ms")) {
            Shell.await("samples", () -> hasRun() && outputs().journalLines() > 10);
            gpus.fault(0, "lost", "gpu=0");
            agent.await().succeeded();
        }
        RunOutputs run = outputs();
        Guarantee.assertKept(run);
        double truth = gpus.joules(0, run.startedAt(), run.endedAt());
        JsonFields summary = run.summary();
        String lost = summary.element("/devices", "device", "gpu0");
        assertThat(summary.number(lost + "/energy_kwh") * 3.6e6).isBetween(0.05 * truth, truth);
        assertThat(summary.list("/data_quality/missing")).anyMatch(line -> line.startsWith("gpu0: no reading for"));
        // The others are not touched by it.
        String other = summary.element("/devices", "device", "gpu2");
        assertThat(summary.number(other + "/energy_kwh") * 3.6e6)
                .isCloseTo(gpus.joules(2, run.startedAt(), run.endedAt()), withinPercentage(3));
        assertThat(run.samples())
                .filteredOn(row ->
                        row.get("device").equals("gpu0") && !row.get("power_w").isEmpty())
                .allSatisfy(row ->
                        assertThat(Double.parseDouble(row.get("power_w"))).isLessThan(1000));
    }

    @Test
    void instancesOfAGpuAddUpToIt() throws Exception {
        GpuSimulator gpus = GpuSimulator.prepare("r550", "a100-mig", dir.resolve("driver"));
        Process job = sleeper(8);
        try (Agent agent = attach(gpus, job, "--interval", "200ms")) {
            agent.await().succeeded();
        }
        RunOutputs run = outputs();
        Guarantee.assertKept(run);
        double sum = 0;
        int instances = 0;
        for (int i = 0; i < run.summary().column("/devices", "device").size(); i++) {
            String device = "/devices/" + i;
            if (run.summary().text(device + "/device").startsWith("gpu0")) {
                sum += run.summary().number(device + "/energy_kwh") * 3.6e6;
                instances += run.summary().text(device + "/uuid").startsWith("MIG-") ? 1 : 0;
                assertThat(run.summary().text(device + "/quality")).isEqualTo("derived");
            }
        }
        assertThat(instances).isGreaterThan(1);
        assertThat(sum).isCloseTo(gpus.joules(0, run.startedAt(), run.endedAt()), withinPercentage(3));
    }

    @Test
    void aGpuOfAnotherMakerIsReadFromSysfs() throws Exception {
        Path sysfs = emptySysfs();
        Path card = Files.createDirectories(sysfs.resolve("devices/0000:03:00.0"));
        Path sensors = Files.createDirectories(card.resolve("hwmon/hwmon4"));
        Files.writeString(card.resolve("vendor"), "0x1002\n");
        Files.writeString(card.resolve("device"), "0x740c\n");
        Files.writeString(card.resolve("product_name"), "AMD Instinct\n");
        Files.writeString(card.resolve("gpu_busy_percent"), "50\n");
        Files.writeString(sensors.resolve("name"), "amdgpu\n");
        Files.writeString(sensors.resolve("power1_average"), "200000000\n");
        Files.writeString(sensors.resolve("power1_label"), "PPT\n");
        Path shown = Files.createDirectories(sysfs.resolve("class/drm/card0"));
        Files.createSymbolicLink(shown.resolve("device"), card);
        Agent.run("--machine", "--duration", "3s", "--path.sysfs", sysfs, "--no-listen", "--out", dir.resolve("runs"))
                .succeeded();
        JsonFields summary = outputs().summary();
        String gpu = summary.element("/devices", "device", "gpu0");
        assertThat(summary.text(gpu + "/source")).isEqualTo("drm-power");
        assertThat(summary.text(gpu + "/model")).isEqualTo("AMD Instinct");
        assertThat(summary.number(gpu + "/energy_kwh") * 3.6e6)
                .isCloseTo(200 * summary.number("/duration_s"), withinPercentage(0.5));
        assertThat(summary.number(gpu + "/mean_occupancy")).isCloseTo(0.5, within(0.05));
    }

    @Test
    void withoutNvidiaNothingChanges() throws Exception {
        Process job = sleeper(2);
        Agent.Ended ended = Agent.run(
                        "--pid",
                        job.pid(),
                        "--log-level",
                        "info",
                        "--no-listen",
                        "--path.sysfs",
                        emptySysfs(),
                        "--out",
                        dir.resolve("runs"))
                .succeeded();
        assertThat(ended.errLines().stream().filter(line -> line.contains("nvml") || line.contains("NVIDIA")))
                .singleElement(STRING)
                .contains("nvml: ", " is absent: ");
        JsonFields summary = outputs().summary();
        assertThat(summary.number("/energy_kwh/gpu")).isZero();
        assertThat(summary.list("/data_quality/missing")).singleElement(STRING).startsWith("there is no model card");
    }

    @Test
    void aLibraryThatIsNoneIsToldApart() throws Exception {
        Process job = sleeper(20);
        try {
            Agent.run("--pid", job.pid(), "--nvml-library", dir.resolve("none.so"), "--out", dir.resolve("runs"))
                    .refusedWith(2, "--nvml-library", "there is no file");
            Path text = Files.writeString(dir.resolve("libnvidia-ml.so.1"), "not a library");
            Agent.run(
                            "--pid",
                            job.pid(),
                            "--nvml-library",
                            text,
                            "--no-listen",
                            "--duration",
                            "1s",
                            "--out",
                            dir.resolve("runs"))
                    .succeeded();
            assertThat(outputs().summary().list("/data_quality/missing"))
                    .anyMatch(line -> line.contains("libnvidia-ml.so.1"));
        } finally {
            job.destroy();
        }
    }
}
