package io.ceait.intensity.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ceait.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveSourceTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private Path token(String text, String mode) throws IOException {
        Path file = Files.writeString(dir.resolve("token"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "electricity",
                "electricitymaps",
                "electricitymaps:",
                "electricitymaps:../x",
                "watttime",
                "watttime:a b",
                "gb:0",
                "gb:19",
                "gb:London"
            })
    void whatIsNoProviderAndZoneIsRefused(String text) {
        assertThatThrownBy(() -> LiveSource.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knownProvidersNameTheirZoneAndKind() {
        assertThat(LiveSource.parse("gb").provenance().zone()).isEqualTo("GB");
        assertThat(LiveSource.parse("gb:13").provenance().zone()).isEqualTo("GB-region-13");
        assertThat(LiveSource.parse("electricitymaps:DE").provenance().kind()).isEqualTo("average, life-cycle CO2e");
        assertThat(LiveSource.parse("watttime:CAISO_NORTH").provenance().kind()).isEqualTo("average, direct CO2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy",
                "http://proxy.example.org",
                "ftp://127.0.0.1",
                "https://user:pass@proxy.example.org",
                "https://",
                "http://127.0.0.1.example.org",
                "https://a b"
            })
    void aTokenTravelsToNoSuchAddress(String address) {
        LiveSource source = LiveSource.parse("electricitymaps:DE");
        assertThatThrownBy(() -> source.at(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anotherAddressIsAsked() {
        LiveSource source = LiveSource.parse("gb").at("https://proxy.example.org:8443/gb/");
        assertThat(source.address()).hasToString("https://proxy.example.org:8443/gb");
        assertThat(source.cacheName()).isNotEqualTo(LiveSource.parse("gb").cacheName());
    }

    @Test
    void aTokenComesFromAFileOfItsOwnerOrTheEnvironment() throws IOException {
        assertThat(Token.find(Optional.of(token(" abc\n", "rw-------")), Map.of())
                        .orElseThrow()
                        .header())
                .isEqualTo("abc");
        assertThat(Token.find(Optional.of(token("abc", "r--------")), Map.of())).isPresent();
        assertThat(Token.find(Optional.empty(), Map.of(Token.VARIABLE, "xyz"))
                        .orElseThrow()
                        .header())
                .isEqualTo("xyz");
        assertThat(Token.find(Optional.empty(), Map.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rwx------", "rw--w----"})
    void aFileThatOthersMayUseIsRefused(String mode) throws IOException {
        Path file = token("abc", mode);
        assertThatThrownBy(() -> Token.find(Optional.of(file), Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("abc");
    }

    @Test
    void whatIsNoTokenIsRefusedWithoutBeingTold() throws IOException {
        Path lines = token("abc\ndef", "rw-------");
        assertThatThrownBy(() -> Token.find(Optional.of(lines), Map.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("holds no token")
                .hasMessageNotContaining("abc");
        Path empty = token(" ", "rw-------");
        assertThatThrownBy(() -> Token.find(Optional.of(empty), Map.of())).hasMessageContaining("holds no token");
        assertThatThrownBy(() -> Token.find(Optional.of(dir.resolve("none")), Map.of()))
                .hasMessageContaining("there is no such file");
    }

    @Test
    void whoNeedsATokenSaysWhereToPutIt() {
        LiveSource maps = LiveSource.parse("electricitymaps:DE");
        assertThatThrownBy(() -> maps.with(Optional.empty()))
                .hasMessageContaining("CEAIT_INTENSITY_TOKEN")
                .hasMessageContaining("0600");
        assertThat(LiveSource.parse("gb")
                        .with(Optional.of(Token.of("abc", "test")))
                        .token())
                .isEmpty();
        assertThat(maps.with(Optional.of(Token.of("abc", "test"))).toString()).doesNotContain("abc");
    }
}
