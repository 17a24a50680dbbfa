/** The settings: what each means, where its value may come from, and the effective values with their origins. */
@NullMarked
package io.ceait.config;

import org.jspecify.annotations.NullMarked;
