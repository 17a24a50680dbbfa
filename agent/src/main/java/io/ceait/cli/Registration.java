package io.ceait.cli;

import io.ceait.agents.Claim;
import io.ceait.agents.NodeRegister;
import io.ceait.agents.OtherAgent;
import io.ceait.kernel.KernelRoots;
import io.ceait.run.RunDescription.TargetDescription;
import io.ceait.run.RunIdentity;
import io.ceait.target.Job;
import io.ceait.target.ProcessIdentity;
import io.ceait.target.ProcessOwner;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the other agents of this node know of a run, for as long as it goes on, and finds those that count the same. */
final class Registration implements Closeable {

    private static final Path PROC = Path.of("/proc");
    private static final int ROOT = 0;

    private final Optional<NodeRegister> register;

    private Registration(Optional<NodeRegister> register) {
        this.register = register;
    }

    /** Never fails: a run that nobody knows of is a run. */
    static Registration of(
            RunIdentity identity,
            TargetDescription target,
            Job job,
            Optional<String> endpoint,
            KernelRoots roots,
            long nowNanos) {
        Logger log = LoggerFactory.getLogger(Registration.class);
        Optional<ProcessIdentity> ourselves =
                ProcessIdentity.of(PROC, (int) ProcessHandle.current().pid());
        if (ourselves.isEmpty()) {
            return new Registration(Optional.empty());
        }
        List<Integer> pids = processes(target, job);
        Claim claim = new Claim(
                ourselves.get(),
                nowNanos,
                identity.runId(),
                target.kind(),
                target.cgroup(),
                endpoint.orElse(""),
                pids.stream()
                        .flatMap(pid -> ProcessIdentity.of(roots.procfs(), pid).stream())
                        .toList());
        try {
            NodeRegister register =
                    NodeRegister.enter(NodeRegister.ofThisNode(), claim, trusted(pids, roots), roots.procfs());
            register.others().stream().map(OtherAgent::sentence).forEach(log::warn);
            return new Registration(Optional.of(register));
        } catch (IOException e) {
            log.info("other agents on this node cannot be found: {}", e.toString());
            return new Registration(Optional.empty());
        }
    }

    private static List<Integer> processes(TargetDescription target, Job job) {
        if (!target.pids().isEmpty() || target.isEndless()) {
            return target.pids();
        }
        List<Integer> pids = new ArrayList<>();
        job.forEachProcess(pids::add);
        return pids;
    }

    /** Whoever owns the job may say who meters it; others could only be out to have it not counted. */
    private static Set<Integer> trusted(List<Integer> pids, KernelRoots roots) {
        Set<Integer> users = new HashSet<>(List.of(ROOT, ProcessOwner.ofUs()));
        pids.forEach(pid -> users.add(ProcessOwner.of(roots.procfs(), pid)));
        return users;
    }

    List<OtherAgent> others() {
        return register.map(NodeRegister::others).orElse(List.of());
    }

    @Override
    public void close() {
        register.ifPresent(NodeRegister::close);
    }
}
