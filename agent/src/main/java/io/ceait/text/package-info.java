/**
 * What people read, in their language: sentences and words as keys with arguments, the two catalogues that hold their
 * texts ({@code en.properties}, {@code zh.properties}), and the phrases that come in English from outside a catalogue.
 */
@NullMarked
package io.ceait.text;

import org.jspecify.annotations.NullMarked;
