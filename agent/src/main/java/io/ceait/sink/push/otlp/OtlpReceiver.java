package io.ceait.sink.push.otlp;

import io.ceait.http.HttpSender;
import io.ceait.run.RunDescription;
import io.ceait.run.Snapshot;
import io.ceait.sink.push.Delivery;
import io.ceait.sink.push.PushException;
import io.ceait.sink.push.Receiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A collector, or whoever else takes metrics by the OpenTelemetry protocol. */
public final class OtlpReceiver implements Receiver {

    private final OtlpSettings settings;
    private final Delivery delivery;
    private @Nullable Supplier<Snapshot> run;
    private @Nullable ExportRequest request;

    /** @param wallMillis the wall clock, for a receiver that says until when to wait */
    public OtlpReceiver(OtlpSettings settings, LongSupplier wallMillis) {
        this.settings = settings;
        delivery = new Delivery(new HttpSender(settings.timeout(), wallMillis, settings.trust()));
    }

    @Override
    public String name() {
        return "the OpenTelemetry receiver at " + settings.endpoint();
    }

    @Override
    public Duration interval() {
        return settings.interval();
    }

    @Override
    public void started(Supplier<Snapshot> snapshots) {
        run = snapshots;
    }

    @Override
    public void push(boolean last) throws PushException {
        Supplier<Snapshot> snapshots = run;
        if (snapshots == null) {
            throw new IllegalStateException("the run has not begun");
        }
        Snapshot snapshot = snapshots.get();
        if (request == null) {
            request = new ExportRequest(resource(snapshot.run()), snapshot.run().agentVersion());
        }
        byte[] message = request.write(snapshot);
        HttpRequest.Builder post = HttpRequest.newBuilder(settings.endpoint());
        settings.headers().forEach(post::setHeader);
        post.setHeader("Content-Type", "application/x-protobuf");
        if (settings.compressed()) {
            post.setHeader("Content-Encoding", "gzip");
        }
        post.POST(BodyPublishers.ofByteArray(settings.compressed() ? gzip(message) : message));
        long rejected = ExportResponse.rejectedPoints(delivery.deliver(post).body());
        if (rejected > 0) {
            throw PushException.lasting("did not take " + rejected + " of the points");
        }
    }

    /** What is measured. The user may know better, and then does. */
    private Map<String, String> resource(RunDescription run) {
        Map<String, String> attributes = new LinkedHashMap<>();
        String runId = run.identity().runId();
        String node = run.identity().node();
        attributes.put("service.name", "ceait");
        attributes.put("service.version", run.agentVersion());
        attributes.put(
                "service.instance.id",
                runId + "@" + node + ":" + ProcessHandle.current().pid());
        attributes.put("host.name", node);
        attributes.put("ceait.run.id", runId);
        attributes.put("ceait.attribution", run.headline().label());
        attributes.put("ceait.standard", RunDescription.STANDARD);
        attributes.putAll(settings.resource());
        return attributes;
    }

    private static byte[] gzip(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
