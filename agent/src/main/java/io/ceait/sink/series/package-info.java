/** The emission time series: samples.csv. */
@NullMarked
package io.ceait.sink.series;

import org.jspecify.annotations.NullMarked;
