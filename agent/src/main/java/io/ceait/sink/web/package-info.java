/**
 * The run on HTTP: one server with its limits and its access control, to which whatever is served is attached as a
 * resource, and the live page with its data.
 */
@NullMarked
package io.ceait.sink.web;

import org.jspecify.annotations.NullMarked;
