package io.ceait.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.kernel.KernelRoots;
import io.ceait.kernel.ProcFixture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuInfoTest {

    private static String processor(int number, int physical, String flags) {
        return "processor\t: " + number + "\nmodel name\t: Intel(R) Xeon(R) Gold 6148: 2.40GHz\nphysical id\t: "
                + physical + "\nflags\t\t: fpu " + flags + "\n\n";
    }

    @Test
    void countsLogicalProcessorsByPackage() {
        String text = processor(0, 1, "sse") + processor(1, 0, "sse") + processor(2, 1, "sse");
        assertThat(CpuInfo.parse(text))
                .contains(new Topology(
                        "Intel(R) Xeon(R) Gold 6148: 2.40GHz",
                        false,
                        List.of(new Topology.Package(0, 1), new Topology.Package(1, 2))));
    }

    @Test
    void aHypervisorIsAWordAmongTheFlags() {
        assertThat(CpuInfo.parse(processor(0, 0, "hypervisor")).map(Topology::virtual))
                .contains(true);
        assertThat(CpuInfo.parse(processor(0, 0, "no_hypervisor_")).map(Topology::virtual))
                .contains(false);
    }

    @Test
    void armNamesNeitherPackageNorBrand() {
        assertThat(CpuInfo.parse("processor\t: 0\nBogoMIPS\t: 100\n\nprocessor\t: 1\nBogoMIPS\t: 100\n"))
                .contains(new Topology("", false, List.of(new Topology.Package(0, 2))));
    }

    @Test
    void textWithoutProcessorIsNoTopology() {
        assertThat(CpuInfo.parse("")).isEmpty();
        assertThat(CpuInfo.parse("garbage\n: : :\n")).isEmpty();
        assertThatThrownBy(() -> new Topology("", false, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBrokenPackageNumberIsPackageZero() {
        assertThat(CpuInfo.parse("processor: 0\nphysical id: x\n").map(Topology::packages))
                .contains(List.of(new Topology.Package(0, 1)));
    }

    @Test
    void readsItFromWhereProcfsIs(@TempDir Path procfs) {
        ProcFixture proc = new ProcFixture(procfs).write("cpuinfo", processor(0, 0, "") + processor(1, 0, ""));
        Topology topology = Machine.topology(new KernelRoots(proc.procfs(), procfs, procfs));
        assertThat(topology.logicalCpus()).isEqualTo(2);
    }

    @Test
    void thisMachineHasAProcessor() {
        Path none = Path.of("/none");
        assertThat(Machine.topology(new KernelRoots(Path.of("/proc"), none, none))
                        .logicalCpus())
                .isPositive();
        assertThat(Machine.topology(new KernelRoots(none, none, none)).logicalCpus())
                .isPositive();
    }
}
