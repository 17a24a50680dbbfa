package io.ceait.cli;

import io.ceait.agents.OtherAgent;
import io.ceait.kernel.KernelConstants;
import io.ceait.machine.Machine;
import io.ceait.machine.MachineLoad;
import io.ceait.machine.Topology;
import io.ceait.progress.ProgressFeed;
import io.ceait.run.RunDescription;
import io.ceait.run.RunDescription.TargetDescription;
import io.ceait.run.RunIdentity;
import java.util.List;
import java.util.Optional;

/** What is known of this node before the run, what tells of the job, and what was set. */
record Node(
        MeteringSettings settings,
        RunIdentity identity,
        Topology topology,
        MachineLoad load,
        KernelConstants constants,
        Sensors sensors,
        Optional<ProgressFeed> progress) {

    Node among(List<OtherAgent> others) {
        return new Node(settings, identity.with(others), topology, load, constants, sensors, progress);
    }

    /** @param endpoint where the run is served; empty if it is not */
    RunDescription describe(TargetDescription target, Optional<String> endpoint) {
        return new RunDescription(
                Version.number(),
                identity,
                target,
                settings.interval(),
                settings.headline(),
                settings.factors().orDefaults(),
                settings.declarations(),
                Machine.kernel(),
                topology,
                sensors.channels(),
                sensors.uses(),
                sensors.bases(),
                sensors.findings(),
                settings.config().all(),
                settings.card(),
                endpoint);
    }
}
