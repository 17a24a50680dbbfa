/** The figures of a run by the OpenTelemetry protocol: protobuf over HTTP, by its conventions for hardware. */
@NullMarked
package io.ceait.sink.push.otlp;

import org.jspecify.annotations.NullMarked;
