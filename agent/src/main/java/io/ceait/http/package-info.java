/** Requests to others, with an end: whatever the other side does, they return or fail in time. */
@NullMarked
package io.ceait.http;

import org.jspecify.annotations.NullMarked;
