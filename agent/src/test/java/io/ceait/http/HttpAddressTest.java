package io.ceait.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://gateway.example.org:9091, https://gateway.example.org:9091, true",
        "https://gateway.example.org/push//, https://gateway.example.org/push, true",
        "http://127.0.0.1:9091/, http://127.0.0.1:9091, true",
        "http://localhost, http://localhost, true",
        "http://[::1]:9091, http://[::1]:9091, true",
        "http://gateway.example.org:9091, http://gateway.example.org:9091, false",
        "http://127.0.0.1.example.org, http://127.0.0.1.example.org, false",
    })
    void aSecretTravelsUnderTlsOrWithinTheMachine(String text, String address, boolean forSecrets) {
        assertThat(HttpAddress.parse(text)).hasToString(address);
        assertThat(HttpAddress.keepsSecrets(HttpAddress.parse(text))).isEqualTo(forSecrets);
        if (forSecrets) {
            assertThat(HttpAddress.parseForSecret(text)).hasToString(address);
        } else {
            assertThatThrownBy(() -> HttpAddress.parseForSecret(text)).hasMessageContaining("https://HOST");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "gateway:9091", "ftp://gateway", "https://", "https://a b", "https://a/?x=1", "https://a/#x"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThatThrownBy(() -> HttpAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no address");
        assertThatThrownBy(() -> HttpAddress.parseForSecret(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPasswordInAnAddressIsRefusedAndNotRepeated() {
        assertThatThrownBy(() -> HttpAddress.parse("https://me:s3cret@gateway"))
                .hasMessageContaining("without user")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> HttpAddress.parseForSecret("https://me:s3cret@gate way"))
                .hasMessageNotContaining("s3cret");
    }
}
