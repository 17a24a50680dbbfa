package io.ceait.run;

import io.ceait.attribution.Policy;
import io.ceait.card.ModelCard;
import io.ceait.emission.Declarations;
import io.ceait.emission.EmissionFactors;
import io.ceait.json.Json;
import io.ceait.machine.Topology;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.UseChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a run before its first sample and does not change.
 *
 * @param agentVersion of this program
 * @param target what is metered
 * @param interval the nominal distance of samples
 * @param headline the policy whose figures are the result
 * @param factors PUE and carbon intensity with their origin
 * @param declarations what the user states beside what is metered
 * @param kernel name and release of the node's; empty in a record of a version that did not say
 * @param topology of the processor
 * @param channels what is read, in the order of the journal's figures
 * @param uses devices whose use by the job is told by a source, in the order of the journal's figures
 * @param bases what stands behind a channel, for people, by its id
 * @param findings what was found and is not metered, with the reason
 * @param settings every effective value with its origin
 * @param card what the user states of the training
 * @param endpoint where the metrics are served; empty when they are not
 */
public record RunDescription(
        String agentVersion,
        RunIdentity identity,
        TargetDescription target,
        Duration interval,
        Policy headline,
        EmissionFactors factors,
        Declarations declarations,
        String kernel,
        Topology topology,
        List<Channel> channels,
        List<UseChannel> uses,
        Map<String, String> bases,
        List<Finding> findings,
        List<SettingValue> settings,
        ModelCard card,
        Optional<String> endpoint) {

    /** The standard whose method the figures follow. */
    public static final String STANDARD = "T/CCF 0003-2024";

    /** The journal's format: lines with seals. */
    public static final String JOURNAL_SCHEMA = "ceait.journal/2";

    /** The same without. */
    static final String JOURNAL_SCHEMA_BEFORE = "ceait.journal/1";

    public RunDescription {
        channels = List.copyOf(channels);
        uses = List.copyOf(uses);
        bases = Map.copyOf(bases);
        findings = List.copyOf(findings);
        settings = List.copyOf(settings);
    }

    /** The same run, assessed by other factors and with another headline; nothing about what was metered changes. */
    public RunDescription assessedBy(
            Policy result,
            EmissionFactors other,
            Declarations stated,
            ModelCard training,
            List<SettingValue> effective) {
        return new RunDescription(
                agentVersion,
                identity,
                target,
                interval,
                result,
                other,
                stated,
                kernel,
                topology,
                channels,
                uses,
                bases,
                findings,
                effective,
                training,
                endpoint);
    }

    /** The same run, served somewhere else. */
    public RunDescription servedAt(Optional<String> other) {
        return new RunDescription(
                agentVersion,
                identity,
                target,
                interval,
                headline,
                factors,
                declarations,
                kernel,
                topology,
                channels,
                uses,
                bases,
                findings,
                settings,
                card,
                other);
    }

    /**
     * What another description of a run says otherwise about what is metered and how it is assessed, the first of it, for
     * people; empty if samples of both belong into one journal. Which process is the target may differ: a job that is
     * started again from its last checkpoint is still that job.
     */
    Optional<String> differenceFrom(RunDescription other) {
        record Item(String name, Object mine, Object others) {}
        return Stream.of(
                        new Item("the node", identity.node(), other.identity.node()),
                        new Item("the kind of target", target.kind(), other.target.kind()),
                        new Item("the control group", target.cgroup(), other.target.cgroup()),
                        new Item("the interval", interval, other.interval),
                        new Item("the attribution", headline.label(), other.headline.label()),
                        new Item("the PUE or the intensity", factorsText(), other.factorsText()),
                        new Item("what is declared", declarationsText(), other.declarationsText()),
                        new Item("the processor", topology, other.topology),
                        new Item("what is read", readings(), other.readings()))
                .filter(item -> !item.mine.equals(item.others))
                .findFirst()
                .map(item -> item.name + " was " + item.mine + " and is " + item.others);
    }

    private String factorsText() {
        return Json.text(json -> FactorsFormat.write(json, factors), false);
    }

    private String declarationsText() {
        return Json.text(json -> DeclarationsFormat.write(json, declarations), false);
    }

    /** What a sample holds, in its order. */
    private List<String> readings() {
        return Stream.concat(
                        channels.stream()
                                .map(one -> one.device().id() + " by " + one.id() + " to " + one.rangeMicrojoules()),
                        uses.stream().map(one -> "use of " + one.device().id() + " by " + one.source()))
                .toList();
    }

    /**
     * What the run is attached to.
     *
     * @param kind {@code pid}, {@code cgroup}, {@code machine} or {@code run}
     * @param pids the processes named, or the one started; empty for a group and the machine
     * @param cgroup the control group as it was stated; empty for others
     * @param cpuMeans how the job's CPU time is found: {@code cgroup}, {@code proc+subreaper}, {@code proc} or {@code machine}
     */
    public record TargetDescription(String kind, List<Integer> pids, String cgroup, String cpuMeans) {
        public TargetDescription {
            pids = List.copyOf(pids);
        }

        /** Whether it goes on until the run is told to end. */
        public boolean isEndless() {
            return kind.equals("machine");
        }
    }

    /** One effective value: {@code interval}, {@code 1s}, {@code default}. */
    public record SettingValue(String key, String value, String origin) {}
}
