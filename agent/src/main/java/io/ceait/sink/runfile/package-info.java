/** What a run is, written before it begins: run.json. */
@NullMarked
package io.ceait.sink.runfile;

import org.jspecify.annotations.NullMarked;
