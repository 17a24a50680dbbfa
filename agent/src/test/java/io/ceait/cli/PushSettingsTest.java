package io.ceait.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.agents.OtherAgent;
import io.ceait.config.EffectiveConfig;
import io.ceait.config.Setting;
import io.ceait.data.InputException;
import io.ceait.http.Listener;
import io.ceait.run.RunIdentity;
import io.ceait.run.SimulatedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is handed over to whom, and what is refused before a run begins. */
class PushSettingsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private static PushSettings of(Map<Setting, String> flags) {
        return of(flags, Map.of());
    }

    private static PushSettings of(Map<Setting, String> flags, Map<String, String> environment) {
        return PushSettings.of(EffectiveConfig.of(flags, Map.of(), Optional.empty()), environment);
    }

    private String userFile(String text, String mode) throws IOException {
        Path file = Files.writeString(dir.resolve("user"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode))
                .toString();
    }

    private static void refused(Map<Setting, String> flags, String... parts) {
        assertThatThrownBy(() -> of(flags))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aRunThatStatesNothingHasNoneOfIt() {
        assertThat(MeteringSettings.of(EffectiveConfig.of(Map.of(), Map.of(), Optional.empty()))
                        .pushes())
                .isEmpty();
    }

    @Test
    void whatCannotWorkIsRefused() throws IOException {
        refused(Map.of(Setting.TEXTFILE, dir.resolve("none").toString()), "--textfile", "is no directory");
        refused(Map.of(Setting.PUSH_GATEWAY, "gateway:9091"), "--push-gateway", "is no address");
        refused(Map.of(Setting.PUSH_GATEWAY, "https://me:s3cret@gateway"), "--push-gateway", "without user");
        refused(
                Map.of(Setting.PUSH_GATEWAY_USER_FILE, userFile("me:s3cret", "rw-------")),
                "--push-gateway-user-file",
                "needs --push-gateway");
    }

    @Test
    void aPasswordIsInAFileOfItsOwnerAndTravelsUnderTls() throws IOException {
        String file = userFile("me:s3cret\n", "rw-------");
        refused(
                Map.of(Setting.PUSH_GATEWAY, "http://gateway:9091", Setting.PUSH_GATEWAY_USER_FILE, file),
                "--push-gateway",
                "http is for this machine's own addresses alone");
        Map<Setting, String> safe =
                Map.of(Setting.PUSH_GATEWAY, "https://gateway:9091", Setting.PUSH_GATEWAY_USER_FILE, file);
        assertThat(of(safe).gatewayUser()).isPresent();
        assertThat(of(safe).toString()).doesNotContain("s3cret");
        userFile("me:s3cret", "rw-r--r--");
        refused(safe, "--push-gateway-user-file", "chmod 600");
        userFile("s3cret", "rw-------");
        refused(safe, "--push-gateway-user-file", "USER:PASSWORD");
    }

    @Test
    void openTelemetryIsToldOnlyWhenThisIsMeant() {
        Map<String, String> ofTheJob = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318");
        assertThat(of(Map.of(), ofTheJob).otlp()).isEmpty();
        assertThat(of(Map.of(Setting.OTLP, "true"), ofTheJob).otlp()).isPresent();
        assertThat(of(Map.of(Setting.OTLP, "true"), Map.of("OTEL_SDK_DISABLED", "true"))
                        .otlp())
                .isEmpty();
        assertThatThrownBy(() -> of(Map.of(Setting.OTLP, "true"), Map.of("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")))
                .isInstanceOf(InputException.class)
                .hasMessage("OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' is not spoken here, http/protobuf is");
    }

    private void meter(RunIdentity identity, Map<Setting, String> flags) throws Exception {
        SimulatedRun simulated = new SimulatedRun();
        simulated.identity = identity;
        simulated.sinks.addAll(of(flags).sinks(identity, Optional.empty(), simulated.clock));
        simulated.clock.at(Duration.ofSeconds(3), simulated::endJob);
        simulated.execute(Files.createTempDirectory(dir, "runs"));
    }

    private List<String> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void aRunOfSeveralNodesHasTheNodeInTheNameOfItsFile() throws Exception {
        Path one = Files.createDirectory(dir.resolve("one"));
        meter(new RunIdentity("digits", "n1"), Map.of(Setting.TEXTFILE, one.toString()));
        assertThat(files(one)).containsExactly("ceait-digits.prom");
        Path several = Files.createDirectory(dir.resolve("several"));
        meter(
                new RunIdentity("slurm-7", "n1", "SLURM_JOB_ID", true, Map.of(), List.of()),
                Map.of(Setting.TEXTFILE, several.toString()));
        assertThat(files(several)).containsExactly("ceait-slurm-7-n1.prom");
    }

    @Test
    void aSecondAgentOfTheSameRunOnTheNodeDoesNotOverwriteTheFirst() throws Exception {
        OtherAgent first = new OtherAgent(4242, "digits", "", OtherAgent.Relation.SAME_RUN, Optional.empty());
        RunIdentity second = new RunIdentity("digits", "n1").with(List.of(first));
        Path textfiles = Files.createDirectory(dir.resolve("textfiles"));
        try (Listener gateway = Listener.start()) {
            meter(
                    second,
                    Map.of(
                            Setting.TEXTFILE,
                            textfiles.toString(),
                            Setting.PUSH_GATEWAY,
                            gateway.address().toString()));
            assertThat(files(textfiles)).isEmpty();
            assertThat(gateway.requests())
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request.target())
                            .isEqualTo("/metrics/job/ceait/run_id/digits/node/n1/agent/"
                                    + ProcessHandle.current().pid()));
        }
    }
}
