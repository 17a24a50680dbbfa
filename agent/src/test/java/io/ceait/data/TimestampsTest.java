package io.ceait.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.time.Instant;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {

    private static long nanos(String text) {
        Csv csv = Csv.of("t.csv", new StringReader("time\n\"" + text + "\"\n"));
        csv.next();
        return new Timestamps().nanoseconds(csv, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1.5, 1500000000",
        "-0.25, -250000000",
        "1718000000.123456789, 1718000000123456789",
        "1718000000.1234567894, 1718000000123456789",
        "1.718e9, 1718000000000000000",
        "2024-06-10T06:13:20Z, 1718000000000000000",
        "2024-06-10T06:13Z, 1717999980000000000",
        "2024-06-10T14:13:20.5+08:00, 1718000000500000000",
        "2024-06-10 01:43:20.000000001-04:30, 1718000000000000001",
        "2024-02-29T00:00:00Z, 1709164800000000000"
    })
    void readsSecondsAndIso(String text, long expected) {
        assertThat(nanos(text)).isEqualTo(expected);
    }

    @Property
    void agreesWithTheJdk(
            @ForAll @LongRange(min = -8_000_000_000L, max = 7_000_000_000L) long second,
            @ForAll @IntRange(max = 999_999_999) int nano,
            @ForAll @IntRange(min = -1080, max = 1080) int offset) {
        Instant instant = Instant.ofEpochSecond(second, nano);
        long expected = second * 1_000_000_000 + nano;
        assertThat(nanos(instant.toString())).isEqualTo(expected);
        assertThat(nanos(
                        instant.atOffset(ZoneOffset.ofTotalSeconds(offset * 60)).toString()))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-06-10T06:13:20|has no time zone: end it with Z or an offset",
                "2024-06-10 06:13:20.5|has no time zone: end it with Z or an offset",
                "2023-02-29T00:00:00Z|is no day of the calendar",
                "2024-06-10T25:00:00Z|is no time: ISO 8601 is",
                "1718000000000|is too large for seconds since 1970; are these milliseconds?",
                "noon|is no time: seconds since 1970, or ISO 8601 with a zone",
                "'  '|the time is missing",
                "NaN|is no time",
                "1e30|is no time",
            })
    void otherwiseNamesLineAndColumn(String text, String sentence) {
        assertThatThrownBy(() -> nanos(text))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("t.csv:2: column time: ")
                .hasMessageContaining(sentence);
    }
}
