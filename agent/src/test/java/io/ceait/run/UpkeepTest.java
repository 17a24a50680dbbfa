package io.ceait.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ceait.sampling.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {

    private static final Duration OFTEN = Duration.ofMillis(1);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path out;

    private static void fill(Journal journal) throws Exception {
        Sample sample = new Sample(0, 0);
        for (int tick = 0; tick < 100; tick++) {
            sample.at(tick, 0, tick, 1);
            journal.append(sample);
        }
    }

    /** What is full is compressed while the run goes on, and nobody waits for it. */
    @Test
    @Timeout(60)
    void fullPartsAreCompressedWhileTheRunGoesOn() throws Exception {
        RunDirectory directory = RunDirectory.create(out, "r");
        // Whether anything is carried to the disk makes no difference.
        JournalPolicy policy = new JournalPolicy(Duration.ZERO, 4096);
        CountDownLatch over = new CountDownLatch(1);
        try (Journal journal = Journal.create(directory, "{}", policy)) {
            fill(journal);
            List<Path> parts = JournalParts.of(directory.file(Journal.FILE));
            assertThat(parts).hasSizeGreaterThan(3);
            Thread upkeep = new Thread(() -> new Upkeep(journal, policy.sync(), OFTEN, over).run());
            upkeep.start();
            Path last = parts.get(parts.size() - 2);
            while (Files.exists(last)) {
                upkeep.join(1);
            }
            over.countDown();
            upkeep.join();
        }
        assertThat(JournalParts.of(directory.file(Journal.FILE)))
                .filteredOn(part -> part.toString().endsWith(".gz"))
                .hasSizeGreaterThan(2);
        try (JournalReader reader = new JournalReader(
                JournalSource.sealed(directory.file(Journal.FILE)), 0, 0, (from, intensity, origin) -> {})) {
            int read = 0;
            while (reader.next() != null) {
                read++;
            }
            assertThat(read).isEqualTo(100);
        }
    }

    /** Somebody has removed the directory: that is told, and is no reason to end. */
    @Test
    @Timeout(60)
    void aDirectoryThatIsGoneEndsNothing() throws Exception {
        RunDirectory directory = RunDirectory.create(out, "gone");
        CountDownLatch over = new CountDownLatch(1);
        JournalPolicy policy = new JournalPolicy(OFTEN, 4096);
        try (Journal journal = Journal.create(directory, "{}", policy)) {
            Files.delete(directory.file(Journal.FILE));
            Files.delete(directory.path());
            Thread upkeep = new Thread(() -> new Upkeep(journal, policy.sync(), OFTEN, over).run());
            upkeep.start();
            assertThat(over.await(20, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(upkeep.isAlive()).isTrue();
            over.countDown();
            upkeep.join();
        }
    }
}
