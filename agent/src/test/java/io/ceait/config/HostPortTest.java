package io.ceait.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @Test
    void addressesOfBothKinds() {
        assertThat(HostPort.parse("127.0.0.1:29477")).isEqualTo(new InetSocketAddress("127.0.0.1", 29477));
        assertThat(HostPort.parse("[::1]:0")).isEqualTo(new InetSocketAddress("::1", 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "29477", ":29477", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "a:-1"})
    void anythingElseIsExplained(String text) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HOST:PORT");
    }
}
