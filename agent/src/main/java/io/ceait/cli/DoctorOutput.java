package io.ceait.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ceait.data.Printable;
import io.ceait.device.Quality;
import io.ceait.machine.Topology;
import io.ceait.source.Channel;
import io.ceait.source.PowerSource.Finding;
import io.ceait.source.Unavailable.Reason;
import io.ceait.source.model.PublishedEstimates;
import io.ceait.source.nvml.GpuReport;
import io.ceait.source.nvml.GpuReport.CapabilityReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a machine can tell, as text and as JSON.
 *
 * @param bases what each model rests on, by its channel
 * @param estimates what published models would say of the machine
 */
record DoctorOutput(
        Topology topology,
        long installedBytes,
        List<Channel> channels,
        List<Finding> findings,
        Map<String, String> bases,
        List<GpuReport> gpus,
        List<PublishedEstimates.Row> estimates) {

    /** A sensor works, or a model speaks for the device, or it waits beside a sensor. */
    private static String state(Channel channel) {
        if (channel.role() == Channel.Role.FALLBACK) {
            return "stands by";
        }
        return channel.quality() == Quality.ESTIMATED ? "estimates" : "available";
    }

    /** What hardware and drivers say of themselves is text from outside. */
    void print(PrintWriter out) {
        text().lines().map(Printable::of).forEach(out::println);
        out.flush();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "processor  %s, %d package(s), %d logical CPU(s)%s%n",
                topology.brand().isEmpty() ? "unnamed" : topology.brand(),
                topology.packages().size(),
                topology.logicalCpus(),
                topology.virtual() ? ", virtual machine" : ""));
        text.append(String.format(
                Locale.ROOT, "memory     %.1f GiB%n%nA run would read:%n", installedBytes / (double) (1 << 30)));
        for (Channel channel : channels) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-5s %-10s %-18s %s%n",
                    channel.device().id(),
                    state(channel),
                    channel.id(),
                    bases.getOrDefault(channel.id(), channel.quality().label())));
        }
        gpus(text);
        text.append(String.format(Locale.ROOT, "%nNot metered:%n"));
        for (Finding finding : findings) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-24s %-12s %s%n",
                    finding.sensor(),
                    finding.status().reason().label(),
                    finding.status().detail()));
            if (!finding.status().remedy().isEmpty()) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %-24s %-12s %s%n",
                        "",
                        "remedy:",
                        finding.status().remedy()));
            }
        }
        text.append(String.format(
                Locale.ROOT, "%nWhat published models would say of this machine, idle / half / full load:%n"));
        for (PublishedEstimates.Row row : estimates) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-3s %-18s %10s / %10s / %10s  %s%s%n",
                    row.part().label(),
                    row.model(),
                    row.idle(),
                    row.half(),
                    row.full(),
                    row.tool(),
                    row.used() ? " (used here)" : ""));
        }
        return text.toString();
    }

    private void gpus(StringBuilder text) {
        if (!gpus.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%nWhat the NVIDIA driver answers:%n"));
        }
        for (GpuReport gpu : gpus) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-5s %s, %s, %s, %s, driver %s%n",
                    gpu.id(),
                    gpu.name(),
                    gpu.uuid(),
                    gpu.pci(),
                    gpu.architecture(),
                    gpu.driverVersion()));
            for (CapabilityReport capability : gpu.capabilities()) {
                text.append(String.format(
                        Locale.ROOT,
                        "        %-44s %8s  %s%n",
                        capability.call(),
                        capability.latencyMicroseconds().isPresent()
                                ? capability.latencyMicroseconds().getAsInt() + " us"
                                : "",
                        capability.failure().orElse("works")));
            }
        }
        if (!gpus.isEmpty()) {
            text.append(String.format(Locale.ROOT, "  library %s%n", gpus.get(0).library()));
        }
    }

    private void writeGpus(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("gpus");
        for (GpuReport gpu : gpus) {
            json.writeStartObject();
            json.writeStringField("device", gpu.id());
            json.writeStringField("model", gpu.name());
            json.writeStringField("uuid", gpu.uuid());
            json.writeStringField("pci", gpu.pci());
            json.writeStringField("architecture", gpu.architecture());
            json.writeStringField("driver", gpu.driverVersion());
            json.writeStringField("library", gpu.library());
            json.writeArrayFieldStart("calls");
            for (CapabilityReport capability : gpu.capabilities()) {
                json.writeStartObject();
                json.writeStringField("call", capability.call());
                json.writeBooleanField("works", capability.works());
                json.writeStringField("failure", capability.failure().orElse(""));
                if (capability.latencyMicroseconds().isPresent()) {
                    json.writeNumberField(
                            "latency_us", capability.latencyMicroseconds().getAsInt());
                } else {
                    json.writeNullField("latency_us");
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("processor");
        json.writeStringField("model", topology.brand());
        json.writeNumberField("packages", topology.packages().size());
        json.writeNumberField("logical_cpus", topology.logicalCpus());
        json.writeBooleanField("virtual_machine", topology.virtual());
        json.writeEndObject();
        json.writeNumberField("installed_memory_bytes", installedBytes);
        json.writeArrayFieldStart("sensors");
        for (Channel channel : channels) {
            json.writeStartObject();
            json.writeStringField("source", channel.source());
            json.writeStringField("sensor", channel.id());
            json.writeStringField("device", channel.device().id());
            json.writeStringField("status", "available");
            json.writeStringField("role", state(channel));
            json.writeStringField("quality", channel.quality().label());
            json.writeStringField("basis", bases.getOrDefault(channel.id(), ""));
            json.writeEndObject();
        }
        for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("source", finding.source());
            json.writeStringField("sensor", finding.sensor());
            json.writeStringField("status", status(finding));
            json.writeStringField("detail", finding.status().detail());
            json.writeStringField("remedy", finding.status().remedy());
            json.writeEndObject();
        }
        json.writeEndArray();
        writeGpus(json);
        json.writeArrayFieldStart("published_estimates");
        for (PublishedEstimates.Row row : estimates) {
            json.writeStartObject();
            json.writeStringField("device_type", row.part().label());
            json.writeStringField("model", row.model());
            json.writeStringField("tool", row.tool());
            json.writeNumberField("idle_w", row.idle().watts());
            json.writeNumberField("half_w", row.half().watts());
            json.writeNumberField("full_w", row.full().watts());
            json.writeStringField("source", row.source());
            json.writeBooleanField("used", row.used());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String status(Finding finding) {
        Reason reason = finding.status().reason();
        return reason == Reason.NOT_COUNTED ? "available, not counted" : reason.label();
    }
}
