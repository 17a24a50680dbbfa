/**
 * The model card: what T/CCF 0003-2024, clause 5.3, asks to be known of a training and no sensor can tell. Its texts are
 * the user's, untrusted wherever they are shown.
 */
@NullMarked
package io.ceait.card;

import org.jspecify.annotations.NullMarked;
