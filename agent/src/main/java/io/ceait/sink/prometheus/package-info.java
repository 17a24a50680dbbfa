/** The running job on HTTP, as Prometheus metrics. */
@NullMarked
package io.ceait.sink.prometheus;

import org.jspecify.annotations.NullMarked;
