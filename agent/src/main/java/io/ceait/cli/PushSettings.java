package io.ceait.cli;

import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.data.FilePath;
import io.ceait.data.InputException;
import io.ceait.http.HttpAddress;
import io.ceait.http.HttpSender;
import io.ceait.http.Secret;
import io.ceait.run.RunIdentity;
import io.ceait.run.RunSink;
import io.ceait.sink.prometheus.MetricsPage;
import io.ceait.sink.push.MetricsText;
import io.ceait.sink.push.Push;
import io.ceait.sink.push.Pushgateway;
import io.ceait.sink.push.Receiver;
import io.ceait.sink.push.Textfile;
import io.ceait.sink.push.otlp.OtlpReceiver;
import io.ceait.sink.push.otlp.OtlpSettings;
import io.ceait.time.Clock;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * To whom the figures are handed beside those who ask for them.
 *
 * @param textfile the directory of the textfile collector
 * @param gateway the Pushgateway's address
 * @param gatewayUser user and password for it
 * @param otlp how OpenTelemetry's variables say that metrics are sent, where they are to be
 */
record PushSettings(
        Optional<Path> textfile, Optional<URI> gateway, Optional<Secret> gatewayUser, Optional<OtlpSettings> otlp) {

    static PushSettings of(EffectiveConfig config, Map<String, String> environment) {
        Optional<Secret> user = config.find(Setting.PUSH_GATEWAY_USER_FILE, PushSettings::user);
        if (user.isPresent() && !config.isStated(Setting.PUSH_GATEWAY)) {
            throw new InputException(
                    config.origin(Setting.PUSH_GATEWAY_USER_FILE) + " needs " + Setting.PUSH_GATEWAY.flag());
        }
        return new PushSettings(
                config.find(Setting.TEXTFILE, Textfile::directory),
                config.find(
                        Setting.PUSH_GATEWAY,
                        text -> user.isPresent() ? HttpAddress.parseForSecret(text) : HttpAddress.parse(text)),
                user,
                config.isOn(Setting.OTLP) ? otlp(config, environment) : Optional.empty());
    }

    private static Optional<OtlpSettings> otlp(EffectiveConfig config, Map<String, String> environment) {
        OtlpSettings settings = OtlpSettings.of(environment);
        if (settings.disabled()) {
            log().warn("{} is without effect: {} is true", config.origin(Setting.OTLP), OtlpSettings.DISABLED);
            return Optional.empty();
        }
        if (settings.tellsHeaders()) {
            log().warn(
                            "what the OpenTelemetry variables state as headers travels to {} in the open: if a secret is"
                                    + " among them, use https",
                            settings.endpoint());
        }
        return Optional.of(settings);
    }

    private static Secret user(String file) {
        Secret secret = Secret.read(FilePath.of(file), "user and password");
        if (!secret.isUserAndPassword()) {
            throw new InputException(file + " holds no user and password: write them as USER:PASSWORD");
        }
        return secret;
    }

    /**
     * What hands the figures of a run over.
     *
     * @param served the metrics that are served, so that they need not be made twice
     */
    List<RunSink> sinks(RunIdentity identity, Optional<MetricsPage> served, Clock clock) {
        List<RunSink> sinks = new ArrayList<>();
        List<Receiver> receivers = new ArrayList<>();
        if (textfile.isPresent() || gateway.isPresent()) {
            MetricsPage page = served.orElseGet(MetricsPage::new);
            if (served.isEmpty()) {
                sinks.add(page);
            }
            MetricsText text = last -> (last ? page.scrapeForKeeping() : page.scrape(""))
                    .map(MetricsPage.Scrape::body)
                    .orElseThrow(() -> new IllegalStateException("the run has not begun"));
            textfile.flatMap(directory -> textfile(directory, identity, text)).ifPresent(receivers::add);
            gateway.ifPresent(address -> receivers.add(new Pushgateway(
                    address,
                    group(identity),
                    gatewayUser,
                    text,
                    new HttpSender(Pushgateway.PATIENCE, clock::wallMillis))));
        }
        otlp.ifPresent(known -> receivers.add(new OtlpReceiver(known, clock::wallMillis)));
        sinks.add(new Push(receivers));
        return sinks;
    }

    /** Files of two agents with the same labels would be the same series twice, which the exporter does not take. */
    private static Optional<Receiver> textfile(Path directory, RunIdentity identity, MetricsText text) {
        if (isSecondHere(identity)) {
            log().warn(
                            "no file is written to {}: that of run {} on this node is another agent's",
                            directory,
                            identity.runId());
            return Optional.empty();
        }
        String name = identity.shared() ? identity.runId() + "-" + identity.node() : identity.runId();
        return Optional.of(new Textfile(directory, name, text));
    }

    /** A group of its own, so that agents of one run do not overwrite each other. */
    private static Map<String, String> group(RunIdentity identity) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("job", "ceait");
        labels.put("run_id", identity.runId());
        labels.put("node", identity.node());
        if (isSecondHere(identity)) {
            labels.put("agent", Long.toString(ProcessHandle.current().pid()));
        }
        return labels;
    }

    private static boolean isSecondHere(RunIdentity identity) {
        return identity.others().stream().anyMatch(other -> other.runId().equals(identity.runId()));
    }

    /** Made when there is something to say. */
    private static Logger log() {
        return LoggerFactory.getLogger(PushSettings.class);
    }
}
