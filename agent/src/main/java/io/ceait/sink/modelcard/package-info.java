/** What a model card says of its training's emissions: co2_eq_emissions.yaml. */
@NullMarked
package io.ceait.sink.modelcard;

import org.jspecify.annotations.NullMarked;
