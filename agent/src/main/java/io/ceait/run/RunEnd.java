package io.ceait.run;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.json.Json;
import io.ceait.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a run at its end alone, and no sample tells: the journal's last line.
 *
 * @param status how it ended
 * @param journalErrors samples that could not be written to the journal
 * @param samplingTime what taking all samples took
 * @param agent what the agent itself used; empty when it was killed before it could say
 */
record RunEnd(RunStatus status, long journalErrors, Duration samplingTime, Optional<AgentUse> agent) {

    /** What a line of this kind begins with. */
    static final String KEY = "{\"end\":";

    /** Of a run whose agent was killed. */
    static RunEnd unknown(long missingSamples) {
        return new RunEnd(RunStatus.RECOVERED, missingSamples, Duration.ZERO, Optional.empty());
    }

    /** The same, when more samples are missing than it says: the disk has lost them since. */
    RunEnd withMissing(long samples) {
        return new RunEnd(status, Math.max(journalErrors, samples), samplingTime, agent);
    }

    static RunEnd of(Snapshot last) {
        return new RunEnd(last.status(), last.journalErrors(), last.samplingTime(), last.agent());
    }

    String line() {
        return Json.text(this::write, false);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStringField("end", status.label());
        json.writeNumberField("lost_samples", journalErrors);
        json.writeNumberField("sampling_ns", samplingTime.toNanos());
        if (agent.isPresent()) {
            json.writeNumberField("agent_cpu_ns", agent.get().cpu().toNanos());
            json.writeNumberField("agent_b", agent.get().residentBytes());
        }
    }

    static RunEnd read(String name, String line) {
        JsonObject json = JsonObject.parse(name, line);
        return new RunEnd(
                json.oneOf("end", RunStatus.class, RunStatus::label),
                json.requiredWhole("lost_samples"),
                Duration.ofNanos(json.requiredWhole("sampling_ns")),
                json.whole("agent_cpu_ns")
                        .map(nanos -> new AgentUse(Duration.ofNanos(nanos), json.requiredWhole("agent_b"))));
    }
}
