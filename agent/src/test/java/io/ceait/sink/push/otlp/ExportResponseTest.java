package io.ceait.sink.push.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ExportResponseTest {

    @Property
    void itSaysHowManyPointsWereNotTaken(@ForAll @LongRange(min = 0) long points, @ForAll String message) {
        byte[] answer = ExportMetricsServiceResponse.newBuilder()
                .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder()
                        .setErrorMessage(message)
                        .setRejectedDataPoints(points))
                .build()
                .toByteArray();
        assertThat(ExportResponse.rejectedPoints(answer)).isEqualTo(points);
    }

    @Property
    void whateverElseItIsSaysNothingBad(@ForAll @Size(max = 64) byte[] answer) {
        assertThat(ExportResponse.rejectedPoints(answer)).isNotNegative();
    }

    @Test
    void whatFollowsInLaterVersionsIsPassedOver() {
        byte[] answer = new Protobuf()
                .string(9, "new")
                .fixed64(10, 7)
                .number(11, 7)
                .message(1, partial -> partial.string(2, "why").number(1, 42))
                .bytes();
        assertThat(ExportResponse.rejectedPoints(answer)).isEqualTo(42);
    }
}
