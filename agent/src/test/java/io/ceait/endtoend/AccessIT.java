package io.ceait.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and passwords, refused and accepted by curl. */
class AccessIT {

    /** As htpasswd -nbB -C 5 alice secret prints it. */
    private static final String USERS =
            "basic_auth_users:\n  alice: " + "$2y$05$Kc.ManHWtgnWtPnc1Nw94e.Pw0Wm6bETvyxgCEe1PoAJ1pADQ1UKq\n";

    /** Of the vectors that came with the first implementations: the password is the letter a. */
    private static final String OTHER_USERS =
            "basic_auth_users:\n  bob: " + "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe\n";

    @TempDir
    private Path dir;

    private void certificate() throws Exception {
        Shell.Ended made = Shell.run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-days",
                "2",
                "-keyout",
                dir.resolve("key.pem").toString(),
                "-out",
                dir.resolve("cert.pem").toString());
        assertThat(made.code()).as(made.output()).isZero();
    }

    private Path webFile(String key, String users) throws IOException {
        return Files.writeString(
                dir.resolve("web.yml"), "tls_server_config:\n  cert_file: cert.pem\n  key_file: " + key + "\n" + users);
    }

    private static String status(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 5];
        System.arraycopy(new String[] {"curl", "-s", "-o", "/dev/null", "-w%{http_code}"}, 0, command, 0, 5);
        System.arraycopy(arguments, 0, command, 5, arguments.length);
        return Shell.run(command).output();
    }

    @Test
    void whoHasThePasswordAndTrustsTheCertificateReads() throws Exception {
        certificate();
        try (Agent agent = Agent.start(
                "--machine",
                "--listen",
                "127.0.0.1:0",
                "--web.config.file",
                webFile("key.pem", USERS),
                "--out",
                dir,
                "--run-id",
                "safe")) {
            RunOutputs run = new RunOutputs(dir.resolve("safe"));
            Shell.await("samples", () -> run.journalLines() >= 2);
            String url = run.endpoint();
            String trusted = dir.resolve("cert.pem").toString();
            assertThat(url).startsWith("https://127.0.0.1:");
            Shell.await(
                    "metrics",
                    () -> Shell.run("curl", "-s", "--cacert", trusted, "-u", "alice:secret", url + "/metrics")
                            .output()
                            .contains("ceait_run_info{"));
            assertThat(status("--cacert", trusted, "-u", "alice:secret", url + "/"))
                    .isEqualTo("200");
            assertThat(status("--cacert", trusted, url + "/metrics")).isEqualTo("401");
            assertThat(status("--cacert", trusted, "-u", "alice:wrong", url + "/metrics"))
                    .isEqualTo("401");
            assertThat(status("--cacert", trusted, "-u", "alice:wrong", url + "/-/healthy"))
                    .isEqualTo("401");
            assertThat(status(url + "/metrics")).as("not trusted").isEqualTo("000");
            assertThat(status(url.replace("https", "http") + "/metrics"))
                    .as("in the clear")
                    .isEqualTo("000");
            assertThat(status("--cacert", trusted, "-u", "alice:secret", "-H", "Host: evil.example", url + "/"))
                    .isEqualTo("421");
            renewal(trusted, url);
            agent.signal("TERM");
            agent.await().succeeded();
        }
    }

    /** Another certificate and another user, while the agent runs. */
    private void renewal(String trusted, String url) throws Exception {
        Path before = Files.copy(dir.resolve("cert.pem"), dir.resolve("before.pem"));
        certificate();
        webFile("key.pem", OTHER_USERS);
        assertThat(status("--cacert", trusted, "-u", "bob:a", url + "/")).isEqualTo("200");
        assertThat(status("--cacert", trusted, "-u", "alice:secret", url + "/")).isEqualTo("401");
        assertThat(status("--cacert", before.toString(), "-u", "bob:a", url + "/"))
                .as("the certificate of before")
                .isEqualTo("000");
    }

    @Test
    void aKeyInAnOlderFormIsRefusedBeforeAnythingStarts() throws Exception {
        certificate();
        Shell.Ended older = Shell.run(
                "openssl",
                "rsa",
                "-traditional",
                "-in",
                dir.resolve("key.pem").toString(),
                "-out",
                dir.resolve("older.pem").toString());
        assertThat(older.code()).as(older.output()).isZero();
        Path runs = dir.resolve("runs");
        Agent.run("--machine", "--web.config.file", webFile("older.pem", ""), "--out", runs)
                .refusedWith(2, "--web.config.file", "older.pem", "RSA PRIVATE KEY", "openssl pkcs8 -topk8");
        assertThat(runs).doesNotExist();
    }

    @Test
    void anAddressForOthersWithoutPasswordsIsWarnedOf() throws Exception {
        Agent.Ended ended = Agent.run(
                        "--machine", "--duration", "200ms", "--listen", "0.0.0.0:0", "--out", dir.resolve("open"))
                .succeeded();
        assertThat(ended.err()).contains("is reached from other machines", "--web.config.file");
    }
}
