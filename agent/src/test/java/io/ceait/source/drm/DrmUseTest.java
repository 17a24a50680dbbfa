package io.ceait.source.drm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ceait.source.Readings;
import io.ceait.source.Slots;
import io.ceait.source.UseMeans;
import io.ceait.source.drm.DrmFixture.CardFiles;
import io.ceait.source.drm.DrmFixture.ProcessFiles;
import io.ceait.source.drm.DrmFixture.Processes;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of a GPU the job uses, by what drivers tell of its open files. */
class DrmUseTest {

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    private static final String RENDER = "/dev/dri/renderD128";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    @SuppressWarnings("NullAway.Init")
    private DrmFixture machine;

    private final Processes job = new Processes(100);
    private final Readings readings = new Readings(4, 4);
    private final Slots slots = readings.slots(0, 0);
    private @Nullable DrmSource source;
    private long now = SECOND;

    @BeforeEach
    void makeMachine() {
        machine = new DrmFixture(dir);
    }

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
    }

    private void start() {
        source = machine.discover();
        source.attach(job);
        read(0, true);
    }

    private void read(long after, boolean fresh) {
        now += after;
        if (source != null) {
            source.read(now, fresh, slots);
        }
    }

    /** A second in two looks. */
    private void second() {
        read(SECOND / 2, false);
        read(SECOND / 2, false);
    }

    private String use() {
        return use(0);
    }

    /** {@code process 300/500/1000}: job, busy and held in milliseconds. */
    private String use(int channel) {
        return readings.useMeans(channel).label() + " " + readings.useJobMicroseconds(channel) / 1000 + "/"
                + readings.useBusyMicroseconds(channel) / 1000 + "/" + readings.useHeldMicroseconds(channel) / 1000;
    }

    private static String amd(long client, long gfxMillis, long computeMillis, long dmaMillis, long mebibytes) {
        return "pos:\t0\nflags:\t02100002\ndrm-driver:\tamdgpu\ndrm-client-id:\t" + client
                + "\ndrm-pdev:\t0000:03:00.0\npasid:\t32770\ndrm-memory-vram:\t" + mebibytes
                + " MiB\ndrm-memory-gtt: \t16 KiB\ndrm-engine-gfx:\t" + gfxMillis * MILLI + " ns\ndrm-engine-compute:\t"
                + computeMillis * MILLI + " ns\ndrm-engine-dma:\t" + dmaMillis * MILLI + " ns\n";
    }

    private static String xe(long client, long render, long compute, long total) {
        return "drm-driver:\txe\ndrm-client-id:\t" + client
                + "\ndrm-pdev:\t0000:03:00.0\ndrm-resident-vram0:\t512 MiB\ndrm-total-vram0:\t900 MiB\ndrm-cycles-rcs:\t"
                + render + "\ndrm-total-cycles-rcs:\t" + total + "\ndrm-cycles-bcs:\t" + total
                + "\ndrm-total-cycles-bcs:\t" + total + "\ndrm-cycles-ccs:\t" + compute
                + "\ndrm-total-cycles-ccs:\t" + total + "\ndrm-engine-capacity-ccs:\t4\n";
    }

    @Test
    void theBusiestKindOfEngineCountsAndCopyingDoesNot() {
        machine.instinct(0, "0000:03:00.0");
        ProcessFiles process = machine.process(100).opens(5, RENDER).says(5, amd(7, 9000, 9000, 9000, 256));
        start();
        // What was used before the attach does not count.
        assertThat(use()).isEqualTo("process 0/0/0");
        process.says(5, amd(7, 9100, 9300, 9950, 256));
        second();
        assertThat(use()).startsWith("process 300/");
        process.says(5, amd(7, 9500, 9400, 9950, 256));
        second();
        assertThat(use()).startsWith("process 700/");
    }

    @Test
    void theDevicesOwnFigureTellsHowBusyItIsWithAll() {
        CardFiles card = machine.instinct(0, "0000:03:00.0").write("gpu_busy_percent", "80\n");
        ProcessFiles process = machine.process(100).opens(5, RENDER).says(5, amd(7, 0, 0, 0, 256));
        start();
        process.says(5, amd(7, 0, 300, 0, 256));
        second();
        // 256 MiB of the 1 GiB that is used is the job's.
        assertThat(use()).isEqualTo("process 300/800/250");
        card.write("gpu_busy_percent", "655\n");
        process.says(5, amd(7, 0, 1250, 0, 256));
        second();
        // A figure beyond 100 is not believed, and no time is longer than itself but for what another look missed.
        assertThat(readings.useJobMicroseconds(0)).isBetween(800_000L, 1_250_000L);
    }

    @Test
    void anOpeningIsCountedOnceHoweverManyShareIt() {
        machine.instinct(0, "0000:03:00.0");
        job.pids.add(101);
        ProcessFiles one = machine.process(100).opens(5, RENDER).opens(6, RENDER);
        ProcessFiles other = machine.process(101).opens(9, RENDER);
        one.says(5, amd(7, 0, 0, 0, 64)).says(6, amd(7, 0, 0, 0, 64));
        other.says(9, amd(7, 0, 0, 0, 64));
        start();
        one.says(5, amd(7, 400, 0, 0, 64)).says(6, amd(7, 400, 0, 0, 64));
        other.says(9, amd(7, 400, 0, 0, 64));
        second();
        assertThat(readings.useJobMicroseconds(0)).isEqualTo(400_000);
        // One of the doors closes: the count goes on behind another.
        one.closes(5).closes(6);
        other.says(9, amd(7, 900, 0, 0, 64));
        for (int i = 0; i < 6; i++) {
            second();
        }
        assertThat(readings.useJobMicroseconds(0)).isEqualTo(900_000);
    }

    @Test
    void whatANewOpeningDidBeforeItWasFoundIsTheJobs() {
        machine.instinct(0, "0000:03:00.0");
        ProcessFiles process = machine.process(100);
        start();
        process.opens(5, RENDER).says(5, amd(8, 1500, 0, 0, 64));
        for (int i = 0; i < 5; i++) {
            second();
        }
        assertThat(use()).startsWith("process 1500/");
    }

    @Test
    void clientsOfOneKindOfEngineAddUpToNoMoreThanTheTime() {
        machine.instinct(0, "0000:03:00.0");
        ProcessFiles process = machine.process(100)
                .opens(5, RENDER)
                .opens(6, RENDER)
                .says(5, amd(7, 0, 0, 0, 64))
                .says(6, amd(8, 0, 0, 0, 64));
        start();
        process.says(5, amd(7, 0, 400, 0, 64)).says(6, amd(8, 0, 450, 0, 64));
        read(SECOND / 2, false);
        assertThat(readings.useJobMicroseconds(0)).isEqualTo(500_000);
    }

    @Test
    void aValueThatFallsForAWhileIsNotCountedTwice() {
        machine.instinct(0, "0000:03:00.0");
        ProcessFiles process = machine.process(100).opens(5, RENDER).says(5, amd(7, 1000, 0, 0, 64));
        start();
        process.says(5, amd(7, 900, 0, 0, 64));
        read(SECOND / 2, false);
        process.says(5, amd(7, 1100, 0, 0, 64));
        read(SECOND / 2, false);
        assertThat(readings.useJobMicroseconds(0)).isEqualTo(100_000);
    }

    @Test
    void cyclesAreTimeByTheTotalOfTheirEngine() {
        machine.battlemage(0, "0000:03:00.0");
        ProcessFiles process = machine.process(100).opens(5, RENDER).says(5, xe(3, 5_000, 5_000, 1_000_000));
        start();
        // Of 100000 cycles 30 % on the render engine and half of the four compute engines.
        process.says(5, xe(3, 35_000, 205_000, 1_100_000));
        read(SECOND / 2, false);
        assertThat(use()).isEqualTo("process 250/250/500");
    }

    @Test
    void aNewOpeningInCyclesIsCountedFromItsBirth() {
        machine.battlemage(0, "0000:03:00.0");
        ProcessFiles process = machine.process(100);
        start();
        process.opens(5, RENDER).says(5, xe(3, 40_000, 0, 1_000_000));
        for (int i = 0; i < 5; i++) {
            second();
        }
        assertThat(readings.useJobMicroseconds(0)).isZero();
        process.says(5, xe(3, 40_000, 0, 1_100_000));
        read(SECOND / 2, false);
        // 100000 cycles were half a second.
        assertThat(readings.useJobMicroseconds(0)).isEqualTo(200_000);
    }

    @Test
    void rocmIsToldByTheDevicesFigureAndTheMemory() {
        CardFiles card = machine.instinct(0, "0000:03:00.0").write("gpu_busy_percent", "90\n");
        machine.process(100).opens(3, "/dev/kfd").opens(5, RENDER).says(5, amd(7, 0, 0, 0, 768));
        start();
        second();
        // Three quarters of the memory: three quarters of the work.
        assertThat(use()).isEqualTo("memory-share 675/900/750");
        card.write("mem_info_vram_used", "0\n");
        second();
        assertThat(use()).isEqualTo("device 1575/1800/1750");
    }

    @Test
    void aDriverThatTellsNothingLeavesPresence() {
        machine.accelerator(0, "0000:19:00.0", "habanalabs", 0x1da3, 0x1020)
                .hwmon(6, "hl0")
                .sensor("power1_input", 350_000_000);
        ProcessFiles process = machine.process(100).opens(4, "socket:[4711]");
        start();
        second();
        assertThat(use()).isEqualTo("process 0/0/0");
        process.opens(5, "/dev/accel/accel0");
        read(SECOND, true);
        assertThat(use()).isEqualTo("presence 1000/1000/1000");
        process.closes(5);
        read(SECOND, true);
        assertThat(use()).isEqualTo("process 1000/1000/1000");
    }

    @Test
    void aFileNumberThatIsNoDevicesAnyMoreIsNoPresence() {
        machine.accelerator(0, "0000:19:00.0", "habanalabs", 0x1da3, 0x1020)
                .hwmon(6, "hl0")
                .sensor("power1_input", 350_000_000);
        ProcessFiles process = machine.process(100).opens(5, "/dev/accel/accel0");
        start();
        second();
        assertThat(use()).isEqualTo("presence 1000/1000/1000");
        // The driver gives the file no number by which to tell it from the one that takes its place.
        process.links(5, "socket:[4711]");
        read(5 * SECOND, false);
        second();
        assertThat(use()).startsWith("process ").endsWith("/1000");
    }

    @Test
    void anEngineThatDidNothingAtTheAttachCountsFromItsFirstWorkOn() {
        machine.instinct(0, "0000:03:00.0");
        String idle = amd(7, 0, 0, 0, 64).replaceAll("drm-engine-.*\n", "");
        ProcessFiles process = machine.process(100).opens(5, RENDER).says(5, idle);
        start();
        second();
        assertThat(use()).startsWith("process 0/");
        process.says(5, amd(7, 0, 300, 0, 64));
        second();
        assertThat(use()).startsWith("process 300/");
    }

    @Test
    void aDriverThatTellsMemoryAndNoEnginesIsNotIdle() {
        machine.battlemage(0, "0000:03:00.0");
        String text = xe(3, 0, 0, 1_000).replaceAll("drm-(cycles|total-cycles|engine)-.*\n", "");
        machine.process(100).opens(5, RENDER).says(5, text);
        start();
        second();
        assertThat(use()).isEqualTo("presence 1000/1000/1000");
    }

    @Test
    void eachCardHasItsOwnUse() {
        machine.instinct(0, "0000:03:00.0");
        machine.instinct(1, "0000:83:00.0");
        ProcessFiles process = machine.process(100)
                .opens(5, RENDER)
                .opens(6, "/dev/dri/renderD129")
                .opens(7, "/dev/dri/renderD130");
        String second = amd(7, 0, 0, 0, 64).replace(":03:", ":83:");
        process.says(5, amd(7, 0, 0, 0, 64)).says(6, second).says(7, second.replace(":83:", ":c3:"));
        start();
        process.says(5, amd(7, 100, 0, 0, 64))
                .says(6, amd(7, 300, 0, 0, 64).replace(":03:", ":83:"))
                .says(7, amd(7, 999, 0, 0, 64).replace(":03:", ":c3:"));
        second();
        assertThat(readings.useJobMicroseconds(0)).isEqualTo(100_000);
        assertThat(readings.useJobMicroseconds(1)).isEqualTo(300_000);
    }

    @Test
    void theUseOfTwoDiesIsTheirMean() {
        machine.instinct(0, "0000:03:00.0");
        machine.instinct(1, "0000:06:00.0").sensor("power1_average", 0).sensor("power1_cap", 0);
        ProcessFiles process = machine.process(100).opens(5, "/dev/dri/renderD129");
        process.says(5, amd(7, 0, 0, 0, 1024).replace(":03:", ":06:"));
        start();
        process.says(5, amd(7, 1000, 0, 0, 1024).replace(":03:", ":06:"));
        second();
        assertThat(readings.useJobMicroseconds(0)).isBetween(250_000L, 500_000L);
        assertThat(readings.useHeldMicroseconds(0)).isEqualTo(500_000);
    }

    @Test
    void aFileNumberGivenToAnotherOpeningIsThatOnes() {
        machine.instinct(0, "0000:03:00.0");
        ProcessFiles process = machine.process(100).opens(5, RENDER).says(5, amd(7, 1000, 0, 0, 64));
        start();
        process.says(5, amd(9, 200, 0, 0, 64));
        second();
        assertThat(readings.useJobMicroseconds(0)).isZero();
        for (int i = 0; i < 5; i++) {
            second();
        }
        assertThat(readings.useJobMicroseconds(0)).isEqualTo(200_000);
    }

    @Test
    void filesThatAreNotOursToSeeLeaveUseUnknown() {
        machine.instinct(0, "0000:03:00.0");
        DrmFixture.make(machine.procfs().resolve("100/fdinfo/5"));
        DrmFixture.make(machine.procfs().resolve("100/fd"));
        DrmFixture.link(machine.procfs().resolve("100/fd/5"), Path.of(RENDER));
        start();
        second();
        assertThat(use()).isEqualTo("unknown 0/0/0");
    }

    @Test
    void aProcessThatIsGoneHasNoUse() {
        machine.instinct(0, "0000:03:00.0");
        start();
        second();
        assertThat(use()).isEqualTo("process 0/0/0");
    }

    @Test
    void theWholeMachineIsTheDevicesOwnFigure() {
        machine.instinct(0, "0000:03:00.0").write("gpu_busy_percent", "40\n");
        machine.battlemage(1, "0000:83:00.0");
        job.wholeMachine = true;
        start();
        second();
        assertThat(use(0)).isEqualTo("device 400/400/1000");
        assertThat(use(1)).isEqualTo("presence 1000/1000/1000");
    }

    @Test
    void aSleepingCardWorksForNobodyAndIsNotAsked() {
        CardFiles card = machine.instinct(0, "0000:03:00.0").write("gpu_busy_percent", "50\n");
        ProcessFiles process = machine.process(100).opens(5, RENDER).says(5, amd(7, 0, 0, 0, 1024));
        start();
        process.says(5, amd(7, 500, 0, 0, 1024));
        second();
        // The look in which it worked, and one in which it worked for others.
        assertThat(use()).isEqualTo("process 500/750/1000");
        card.status("suspended").write("gpu_busy_percent", "100\n");
        second();
        assertThat(use()).isEqualTo("process 500/750/2000");
    }

    @Test
    void aSearchOverManyFilesIsSpreadOverTicks() {
        machine.instinct(0, "0000:03:00.0");
        for (int pid = 101; pid <= 104; pid++) {
            job.pids.add(pid);
            ProcessFiles many = machine.process(pid);
            for (int file = 10; file < 400; file++) {
                many.opens(file, "socket:[" + file + "]");
            }
        }
        ProcessFiles last = machine.process(105);
        job.pids.add(105);
        start();
        last.opens(5, RENDER).says(5, amd(8, 700, 0, 0, 64));
        read(5 * SECOND, false);
        assertThat(readings.useJobMicroseconds(0)).isZero();
        second();
        assertThat(readings.useJobMicroseconds(0)).isEqualTo(700_000);
    }

    @Test
    void withoutAJobUseIsUnknown() {
        machine.instinct(0, "0000:03:00.0");
        try (DrmSource alone = machine.discover()) {
            alone.read(now, true, slots);
            assertThat(readings.useMeans(0)).isEqualTo(UseMeans.UNKNOWN);
        }
    }

    /** Between two searches of the job's files, which open files that were not there before. */
    @Test
    void aTickAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        machine.instinct(0, "0000:03:00.0");
        machine.battlemage(1, "0000:83:00.0").write("gpu_busy_percent", "10\n").write("mem_info_vram_used", "0\n");
        ProcessFiles process = machine.process(100)
                .opens(5, RENDER)
                .opens(6, "/dev/dri/renderD129")
                .says(5, amd(7, 0, 0, 0, 64))
                .says(6, xe(3, 1, 1, 1_000).replace(":03:", ":83:"));
        start();
        for (int i = 0; i < 4_000; i++) {
            read(2 * MILLI, false);
        }
        read(SECOND, true);
        process.says(5, amd(7, 900, 0, 0, 64));
        int ticks = 2_400;
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ticks; i++) {
            read(2 * MILLI, false);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat((double) allocated / ticks).isLessThan(0.5);
        assertThat(readings.useJobMicroseconds(0)).isPositive();
        assertThat(readings.microjoules(0)).isPositive();
    }
}
