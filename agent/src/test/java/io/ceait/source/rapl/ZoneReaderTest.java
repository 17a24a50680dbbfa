package io.ceait.source.rapl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.source.Readings;
import io.ceait.source.Unavailable;
import io.ceait.source.Unavailable.Reason;
import io.ceait.source.rapl.PowercapFixture.ZoneFiles;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One counter over time: stuck, gone, replaced, nonsense. */
class ZoneReaderTest {

    private static final long SECOND = 1_000_000_000L;

    private final Readings readings = new Readings(1, 0);
    private long now;

    private static ZoneFiles files(Path sysfs) {
        return new PowercapFixture(sysfs).zone("intel-rapl:0", "package-0").energy(10);
    }

    private static Zone zone(ZoneFiles files) {
        return new Zone("intel-rapl:0", "package-0", files.directory(), Long.MAX_VALUE, Optional.empty());
    }

    /** The value a second later, or the label of the reason why there is none. */
    private String read(ZoneReader reader) {
        return readAfter(SECOND, reader);
    }

    private String readAfter(long nanos, ZoneReader reader) {
        now += nanos;
        reader.read(now, readings.slots(0, 0), 0);
        Unavailable why = readings.unavailable(0);
        return why == null
                ? Long.toString(readings.microjoules(0))
                : why.reason().label();
    }

    @Test
    void readsTheCounterAnewEachTime(@TempDir Path sysfs) throws IOException {
        ZoneFiles files = files(sysfs);
        ZoneReader reader = ZoneReader.open(zone(files));
        assertThat(read(reader)).isEqualTo("10");
        files.energy(262_143_328_850L);
        assertThat(read(reader)).isEqualTo("262143328850");
        files.energy(3);
        assertThat(read(reader)).isEqualTo("3");
        reader.close();
    }

    @Test
    void aFileThatWasReplacedIsFoundAgain(@TempDir Path sysfs) throws IOException {
        ZoneFiles files = files(sysfs);
        ZoneReader reader = ZoneReader.open(zone(files));
        read(reader);
        Path other = Files.writeString(files.directory().resolve("new"), "77\n");
        Files.move(other, files.counter(), StandardCopyOption.REPLACE_EXISTING);
        // The old file still answers; when it has done so for a second the reader looks again.
        for (int i = 0; i < 9; i++) {
            assertThat(readAfter(SECOND / 10, reader)).isEqualTo("10");
        }
        assertThat(readAfter(SECOND / 10, reader)).isEqualTo("77");
        reader.close();
    }

    @Test
    void aCounterThatVanishesIsAbsentUntilItReturns(@TempDir Path sysfs) throws IOException {
        ZoneFiles files = files(sysfs);
        ZoneReader reader = ZoneReader.open(zone(files));
        read(reader);
        files.delete("energy_uj");
        read(reader);
        assertThat(read(reader)).isEqualTo("absent");
        assertThat(read(reader)).isEqualTo("absent");
        files.energy(99);
        assertThat(read(reader)).isEqualTo("99");
        files.energy(100);
        assertThat(read(reader)).isEqualTo("100");
        reader.close();
    }

    @Test
    void nonsenseIsAFailureAndNotZero(@TempDir Path sysfs) throws IOException {
        ZoneFiles files = files(sysfs);
        ZoneReader reader = ZoneReader.open(zone(files));
        for (String nonsense : new String[] {"", "\n", "garbage\n", "12 13\n", "-1\n", "99999999999999999999\n"}) {
            files.write("energy_uj", nonsense);
            assertThat(read(reader)).as(nonsense).isEqualTo("failed");
        }
        files.energy(11);
        assertThat(read(reader)).isEqualTo("11");
        reader.close();
    }

    @Test
    void aCounterThatStandsStillKeepsAnswering(@TempDir Path sysfs) throws IOException {
        ZoneReader reader = ZoneReader.open(zone(files(sysfs)));
        for (int i = 0; i < 20; i++) {
            assertThat(read(reader)).isEqualTo("10");
        }
        reader.close();
    }

    @Test
    void absenceDenialAndFailureAreThreeAnswers(@TempDir Path sysfs) {
        Zone zone = zone(files(sysfs));
        String counter = zone.counter().toString();
        Unavailable denied = ZoneReader.explain(zone, new AccessDeniedException(counter));
        assertThat(denied.reason()).isEqualTo(Reason.DENIED);
        assertThat(denied.detail()).contains(counter).contains("CVE-2020-8694");
        assertThat(denied.remedy()).contains("run as root").contains("chmod g+r " + counter);
        assertThat(ZoneReader.explain(zone, new NoSuchFileException(counter)).reason())
                .isEqualTo(Reason.ABSENT);
        Unavailable failed = ZoneReader.explain(zone, new IOException("Input/output error"));
        assertThat(failed.reason()).isEqualTo(Reason.FAILED);
        assertThat(failed.detail()).contains("Input/output error");
    }

    @Test
    void eachZoneFillsItsOwnSlot(@TempDir Path sysfs) {
        PowercapFixture tree = new PowercapFixture(sysfs);
        tree.zone("intel-rapl:0", "package-0").energy(5);
        ZoneFiles second = tree.zone("intel-rapl:1", "package-1").energy(6);
        try (RaplSource source = RaplSource.discover(sysfs, "", Duration.ofSeconds(1))) {
            Readings wide = new Readings(4, 0);
            second.write("energy_uj", "?\n");
            source.read(0, true, wide.slots(1, 0));
            assertThat(wide.available(0)).isFalse();
            assertThat(wide.microjoules(1)).isEqualTo(5);
            assertThat(wide.available(2)).isFalse();
            assertThat(wide.available(3)).isFalse();
        }
    }
}
