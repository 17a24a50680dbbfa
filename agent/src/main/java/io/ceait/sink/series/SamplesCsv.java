package io.ceait.sink.series;

import io.ceait.attribution.Policy;
import io.ceait.data.AsciiLine;
import io.ceait.data.AtomicFile;
import io.ceait.device.Device;
import io.ceait.energy.DeviceInterval;
import io.ceait.run.FinishedRun;
import io.ceait.run.RunSink;
import io.ceait.run.RunWriter;
import io.ceait.units.CarbonIntensity;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code samples.csv}: one row per interval and device, from the journal, in memory that does not grow with the run. */
public final class SamplesCsv implements RunSink {

    public static final String FILE = "samples.csv";

    static final String HEADER = "time_utc,elapsed_s,interval_s,device_type,device,source,quality,power_w,occupancy,"
            + "energy_j,job_energy_j,intensity_kg_per_kwh,emissions_kg,gap";

    @Override
    public String name() {
        return FILE;
    }

    @Override
    public List<String> files() {
        return List.of(FILE);
    }

    @Override
    public Optional<RunWriter> writer(FinishedRun run) throws IOException {
        return Optional.of(
                new Rows(run.directory().begin(FILE), run.snapshot().run().headline()));
    }

    private static final class Rows implements RunWriter {

        /** Of every figure, however small a job's part of a short interval is: the rows add up to the totals. */
        private static final int DIGITS = 12;

        private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern(
                        "yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        private final AtomicFile file;
        private final OutputStream out;
        private final Policy headline;
        private final AsciiLine line = new AsciiLine();
        private long formattedSecond = Long.MIN_VALUE;
        private String second = "";

        Rows(AtomicFile file, Policy headline) throws IOException {
            this.file = file;
            this.out = file.out();
            this.headline = headline;
            line.text(HEADER).letter('\n').writeTo(out);
        }

        @Override
        public void finish() throws IOException {
            file.complete();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }

        @Override
        public void interval(
                long wallMillis,
                long elapsedNanos,
                Device device,
                DeviceInterval interval,
                CarbonIntensity intensity,
                double kilograms)
                throws IOException {
            line.clear();
            time(wallMillis);
            line.letter(',').decimal(elapsedNanos / 1e9, 9);
            line.letter(',').decimal(interval.spanNanos() / 1e9, 9);
            line.letter(',').text(device.type().label());
            line.letter(',').text(device.id());
            line.letter(',').text(interval.source());
            line.letter(',').text(interval.quality().label());
            if (interval.isKnown()) {
                line.letter(',');
                if (interval.isPowerKnown()) {
                    line.significant(interval.watts(), DIGITS);
                }
                line.letter(',').significant(interval.share(headline), DIGITS);
                line.letter(',').significant(interval.microjoules() / 1e6, DIGITS);
                line.letter(',').significant(interval.jobJoules(headline), DIGITS);
            } else {
                // Not known is not 0.
                line.text(",,,,");
            }
            line.letter(',').significant(intensity.kilogramsPerKilowattHour(), DIGITS);
            if (interval.isKnown()) {
                line.letter(',').significant(kilograms, DIGITS);
            } else {
                line.letter(',');
            }
            line.letter(',').letter(interval.isGap() ? '1' : '0').letter('\n').writeTo(out);
        }

        /** The date changes once a second, the devices of a tick share it: formatted once. */
        private void time(long wallMillis) {
            long whole = Math.floorDiv(wallMillis, 1000L);
            if (whole != formattedSecond) {
                formattedSecond = whole;
                second = SECOND.format(Instant.ofEpochSecond(whole));
            }
            int millis = (int) Math.floorMod(wallMillis, 1000L);
            line.text(second)
                    .letter('.')
                    .letter((char) ('0' + millis / 100))
                    .letter((char) ('0' + millis / 10 % 10))
                    .letter((char) ('0' + millis % 10))
                    .letter('Z');
        }
    }
}
