/**
 * The NVIDIA management library's calls by JNA direct mapping: signatures and constants, no logic. A handle and a pointer
 * are a {@code long}, and every call answers a code of {@link io.ceait.nvml.NvmlReturn}.
 *
 * <p>One small class per capability, because registering fails as a whole where one symbol is missing: a driver that
 * lacks a call costs that capability alone. Touching a class loads JNA, which takes a tenth of a second or two.
 *
 * <p>A class is bound to one library at a time; binding it again while one of its calls is out is not allowed.
 */
@NullMarked
package io.ceait.nvml;

import org.jspecify.annotations.NullMarked;
