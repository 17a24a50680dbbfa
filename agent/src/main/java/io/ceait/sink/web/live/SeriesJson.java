package io.ceait.sink.web.live;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Power over time as {@code /api/v1/series} tells it. */
final class SeriesJson {

    private SeriesJson() {}

    /** @param mark with which a client asks for what follows */
    static void write(JsonGenerator json, PowerSeries series, String mark) throws IOException {
        json.writeStringField("next", mark);
        json.writeNumberField("bucket_s", series.bucketNanos / 1e9);
        json.writeNumberField("first", series.first);
        json.writeNumberField("length", series.length);
        json.writeArrayFieldStart("devices");
        for (int i = 0; i < series.devices.size(); i++) {
            json.writeStartObject();
            json.writeStringField("device", series.devices.get(i).id());
            json.writeStringField("device_type", series.devices.get(i).type().label());
            numbers(json, "mean_w", series.mean[i]);
            numbers(json, "min_w", series.least[i]);
            numbers(json, "max_w", series.most[i]);
            gaps(json, series.gap[i]);
            json.writeArrayFieldStart("estimated");
            for (boolean estimated : series.estimated[i]) {
                json.writeNumber(estimated ? 1 : 0);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** A gap stays one, however much time a bucket holds: none is rounded away. */
    private static void gaps(JsonGenerator json, float[] parts) throws IOException {
        json.writeArrayFieldStart("gap");
        for (float part : parts) {
            json.writeNumber(part > 0 ? Math.max(0.001f, rounded(part)) : 0);
        }
        json.writeEndArray();
    }

    private static void numbers(JsonGenerator json, String field, float[] values) throws IOException {
        json.writeArrayFieldStart(field);
        for (float value : values) {
            if (Float.isNaN(value)) {
                json.writeNull();
            } else {
                json.writeNumber(rounded(value));
            }
        }
        json.writeEndArray();
    }

    /** A milliwatt is finer than any sensor. */
    private static float rounded(float value) {
        return (float) (Math.rint(value * 1e3) / 1e3);
    }
}
