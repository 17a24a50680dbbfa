package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.kernel.KernelConstants;
import io.ceait.kernel.KernelRoots;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import io.ceait.target.Job;
import io.ceait.target.TargetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachTest {

    private static final int PID = 4242;

    @TempDir
    Path procfs;

    private Attach attach() {
        return Attach.to(List.of(PID), new KernelRoots(procfs, procfs, procfs));
    }

    private static Job open(Attach target) {
        KernelConstants constants = KernelConstants.ofThisMachine();
        try (MachineLoad load = Machine.load(KernelRoots.ofThisMachine(), constants)) {
            return target.open(load, constants);
        }
    }

    @Test
    void aProcessThatEndsWhileTheAgentStartsIsNotSaidToHaveNeverBeen() throws IOException {
        Path process = Files.createDirectory(procfs.resolve(Integer.toString(PID)));
        Attach target = attach();
        Files.delete(process);
        assertThatThrownBy(() -> open(target))
                .isInstanceOf(TargetException.class)
                .hasMessage("process 4242 ended while the agent was starting");
    }

    @Test
    void aNumberThatNoProcessHasIsToldSo() throws IOException {
        Attach target = attach();
        assertThatThrownBy(() -> open(target))
                .isInstanceOf(TargetException.class)
                .hasMessage("there is no process 4242: give the number of one that is running");
        assertThat(target.there()).isEmpty();
    }
}
