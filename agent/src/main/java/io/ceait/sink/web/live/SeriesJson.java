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
            numbers(json, "gap", series.gap[i]);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void numbers(JsonGenerator json, String field, float[] values) throws IOException {
        json.writeArrayFieldStart(field);
        for (float value : values) {
            if (Float.isNaN(value)) {
                json.writeNull();
            } else {
                // A milliwatt is finer than any sensor.
                json.writeNumber((float) (Math.rint(value * 1e3) / 1e3));
            }
        }
        json.writeEndArray();
    }
}
