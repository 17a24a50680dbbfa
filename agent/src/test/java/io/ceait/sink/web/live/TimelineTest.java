package io.ceait.sink.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.sun.management.ThreadMXBean;
import io.ceait.device.Quality;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Buckets of power: what goes in is in there, however long the run. */
class TimelineTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private static double joules(PowerSeries series, int device) {
        // In buckets that are known from end to end; the last one is not.
        double sum = 0;
        for (int i = 0; i < series.length - 1; i++) {
            sum += series.mean[device][i] * (series.bucketNanos / 1e9);
        }
        return sum;
    }

    @Test
    void aBucketHoldsTheMeanAndTheExtremesOfItsIntervals() {
        ScriptedBooking booking = new ScriptedBooking(1);
        PowerHistory history = new PowerHistory(booking, Duration.ofMillis(250));
        for (double watts : new double[] {100, 300, 200, 200, 50, 50, 50, 50}) {
            history.book(booking.after(Duration.ofMillis(250), watts));
        }
        PowerSeries series = history.wholeRun();
        assertThat(series.bucketNanos).isEqualTo(SECOND.toNanos());
        assertThat(series.mean[0]).containsExactly(200, 50);
        assertThat(series.least[0]).containsExactly(100, 50);
        assertThat(series.most[0]).containsExactly(300, 50);
        assertThat(series.gap[0]).containsExactly(0, 0);
    }

    @Test
    void anIntervalCountsInEachBucketForThePartThatLiesInIt() {
        ScriptedBooking booking = new ScriptedBooking(1);
        PowerHistory history = new PowerHistory(booking, SECOND);
        history.book(booking.after(Duration.ofMillis(1500), 100));
        history.book(booking.after(Duration.ofMillis(1500), 300));
        assertThat(history.wholeRun().mean[0]).containsExactly(100, 200, 300);
    }

    @Test
    void aGapIsNoPower() {
        ScriptedBooking booking = new ScriptedBooking(2);
        PowerHistory history = new PowerHistory(booking, SECOND);
        history.book(booking.after(SECOND, 100, 10));
        history.book(booking.after(SECOND, Double.NaN, 10));
        history.book(booking.after(SECOND, 100, 10));
        PowerSeries series = history.wholeRun();
        assertThat(series.gap[0]).containsExactly(0, 1, 0);
        assertThat(series.mean[0]).containsExactly(100, Float.NaN, 100);
        assertThat(series.least[0][1]).isNaN();
        assertThat(series.mean[1]).containsExactly(10, 10, 10);
    }

    @Test
    void theEndOfALateTickIsNoPeak() {
        ScriptedBooking booking = new ScriptedBooking(1);
        PowerHistory history = new PowerHistory(booking, SECOND);
        history.book(booking.after(Duration.ofMillis(990), 100));
        history.book(booking.after(Duration.ofMillis(10), 5000));
        PowerSeries series = history.wholeRun();
        assertThat(series.mean[0][0]).isEqualTo(149);
        assertThat(series.most[0][0]).isEqualTo(149);
        assertThat(series.least[0][0]).isEqualTo(100);
    }

    /** A week at a second, with one peak of a second in it. */
    @Test
    void aWeekLeavesPeaksWhereTheyWereInTheSameMemory() {
        ScriptedBooking booking = new ScriptedBooking(1);
        PowerHistory history = new PowerHistory(booking, SECOND);
        int week = 7 * 86_400;
        int peak = 3 * 86_400 + 1234;
        for (int second = 0; second < week; second++) {
            history.book(booking.after(SECOND, second == peak ? 700 : 100));
        }
        PowerSeries series = history.wholeRun();
        assertThat(series.length).isBetween(PowerHistory.WHOLE_RUN / 2, PowerHistory.WHOLE_RUN);
        double bucket = series.bucketNanos / 1e9;
        assertThat(series.length * bucket).isGreaterThanOrEqualTo(week);
        for (int i = 0; i < series.length; i++) {
            assertThat(series.most[0][i]).isEqualTo(i == (int) (peak / bucket) ? 700 : 100);
        }
        assertThat(joules(series, 0)).isCloseTo(100.0 * (series.length - 1) * bucket + 600, within(1.0));
        PowerSeries last = history.since(-1);
        assertThat(last.length).isEqualTo(PowerHistory.LAST_MINUTES);
        assertThat(last.first).isEqualTo(week - PowerHistory.LAST_MINUTES);
        assertThat(last.mean[0]).containsOnly(100);
    }

    /** A day at a second, in buckets of 128 s, with a minute in which nothing was read. */
    @Test
    void aGapThatIsTheLesserPartOfItsBucketStaysOne() throws IOException {
        ScriptedBooking booking = new ScriptedBooking(1);
        PowerHistory history = new PowerHistory(booking, SECOND);
        int from = 384 * 128 + 30;
        for (int second = 0; second < 86_400; second++) {
            history.book(booking.after(SECOND, second >= from && second < from + 60 ? Double.NaN : 100));
        }
        PowerSeries series = history.wholeRun();
        assertThat(series.bucketNanos).isEqualTo(128 * SECOND.toNanos());
        for (int i = 0; i < series.length; i++) {
            assertThat(series.gap[0][i]).as("bucket %d", i).isCloseTo(i == 384 ? 60 / 128f : 0, within(1e-6f));
            assertThat(series.mean[0][i]).isEqualTo(100);
        }
    }

    @Test
    void noGapIsRoundedAway() throws IOException {
        ScriptedBooking booking = new ScriptedBooking(1);
        PowerHistory history = new PowerHistory(booking, Duration.ofDays(1));
        history.book(booking.after(Duration.ofHours(12), 100));
        history.book(booking.after(SECOND, Double.NaN));
        history.book(booking.after(Duration.ofHours(11), 100));
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            SeriesJson.write(json, history.wholeRun(), "1");
            json.writeEndObject();
        }
        assertThat(text.toString()).contains("\"gap\":[0.001],\"estimated\":[0]");
    }

    @Test
    void aBucketIsEstimatedWhereAModelToldMostOfIt() {
        ScriptedBooking booking = new ScriptedBooking(1);
        PowerHistory history = new PowerHistory(booking, Duration.ofMillis(250));
        for (int quarter = 0; quarter < 12; quarter++) {
            history.book(booking.by(quarter >= 5 && quarter < 9 ? Quality.ESTIMATED : Quality.MEASURED)
                    .after(Duration.ofMillis(250), 100));
        }
        assertThat(history.wholeRun().estimated[0]).containsExactly(false, true, false);
        for (int second = 3; second < 2 * PowerHistory.WHOLE_RUN; second++) {
            history.book(booking.by(Quality.ESTIMATED).after(SECOND, 100));
        }
        assertThat(history.wholeRun().bucketNanos).isEqualTo(2 * SECOND.toNanos());
        assertThat(history.wholeRun().estimated[0])
                .startsWith(false, true, true)
                .hasSize(PowerHistory.WHOLE_RUN);
    }

    /** Intervals of any length and power: no energy is lost or made by merging. */
    @Property(tries = 200)
    void theEnergyOfTheChartIsThatOfTheRun(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5000) int intervals) {
        Random random = new Random(seed);
        ScriptedBooking booking = new ScriptedBooking(1);
        PowerHistory history = new PowerHistory(booking, SECOND);
        double joules = 0;
        double most = 0;
        for (int i = 0; i < intervals; i++) {
            Duration length = Duration.ofMillis(500 + random.nextInt(3000));
            double watts = random.nextInt(1000);
            history.book(booking.after(length, watts));
            joules += watts * length.toMillis() / 1e3;
            most = Math.max(most, watts);
        }
        PowerSeries series = history.wholeRun();
        double inChart = 0;
        float highest = 0;
        double end = booking.elapsedNanos() / 1e9;
        double bucket = series.bucketNanos / 1e9;
        for (int i = 0; i < series.length; i++) {
            inChart += series.mean[0][i] * (Math.min(end, (i + 1) * bucket) - i * bucket);
            highest = Math.max(highest, series.most[0][i]);
        }
        assertThat(series.length).isLessThanOrEqualTo(PowerHistory.WHOLE_RUN);
        assertThat(inChart).isCloseTo(joules, within(1e-4 * joules + 1e-6));
        assertThat((double) highest).isCloseTo(most, within(1e-3));
    }

    @Test
    void whatIsNewSinceARevisionIsTold() {
        ScriptedBooking booking = new ScriptedBooking(1);
        PowerHistory history = new PowerHistory(booking, SECOND);
        for (int i = 0; i < 10; i++) {
            history.book(booking.after(SECOND, i));
        }
        long known = history.revision();
        assertThat(history.since(known).length).isZero();
        history.book(booking.after(SECOND, 10));
        history.book(booking.after(SECOND, 11));
        PowerSeries news = history.since(known);
        assertThat(news.first).isEqualTo(10);
        assertThat(news.mean[0]).containsExactly(10, 11);
    }

    /** A counter that stood still is booked late, and changes buckets that have been told already. */
    @Test
    void whatIsBookedLateIsToldAgain() {
        ScriptedBooking booking = new ScriptedBooking(1);
        PowerHistory history = new PowerHistory(booking, SECOND);
        history.book(booking.after(SECOND, 100));
        history.book(booking.nothingFor(SECOND));
        history.book(booking.nothingFor(SECOND));
        long known = history.revision();
        assertThat(history.since(-1).mean[0]).containsExactly(100, Float.NaN, Float.NaN);
        history.book(booking.spanning(Duration.ofSeconds(3), SECOND, 40));
        PowerSeries news = history.since(known);
        assertThat(news.first).isEqualTo(1);
        assertThat(news.mean[0]).containsExactly(40, 40, 40);
    }

    @Test
    void afterALongStandstillTheLastMinutesAreEmpty() {
        ScriptedBooking booking = new ScriptedBooking(1);
        PowerHistory history = new PowerHistory(booking, SECOND);
        history.book(booking.after(SECOND, 100));
        history.book(booking.after(Duration.ofDays(2), Double.NaN));
        history.book(booking.after(SECOND, 100));
        PowerSeries last = history.since(-1);
        assertThat(last.length).isEqualTo(PowerHistory.LAST_MINUTES);
        assertThat(last.mean[0][last.length - 1]).isEqualTo(100);
        assertThat(last.gap[0][last.length - 2]).isEqualTo(1);
        assertThat(last.gap[0][0]).isEqualTo(1);
        assertThat(history.wholeRun().length).isLessThanOrEqualTo(PowerHistory.WHOLE_RUN);
    }

    @Test
    void anHourBetweenSamplesMakesBucketsOfAnHour() {
        ScriptedBooking booking = new ScriptedBooking(1);
        PowerHistory history = new PowerHistory(booking, Duration.ofHours(1));
        history.book(booking.after(Duration.ofHours(1), 100));
        assertThat(history.wholeRun().mean[0]).containsExactly(100);
        assertThat(history.since(-1).bucketNanos).isEqualTo(Duration.ofHours(1).toNanos());
    }

    @Test
    void bookingAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ScriptedBooking booking = new ScriptedBooking(9);
        PowerHistory history = new PowerHistory(booking, Duration.ofMillis(2));
        double[] watts = new double[9];
        long allocated = 0;
        for (int i = 0; i < 20_000; i++) {
            booking.after(Duration.ofMillis(500), watts);
            long before = threads.getCurrentThreadAllocatedBytes();
            history.book(booking);
            allocated += i < 5_000 ? 0 : threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(history.devices()).hasSize(9);
        assertThat(List.of(allocated / 15_000)).containsExactly(0L);
    }
}
