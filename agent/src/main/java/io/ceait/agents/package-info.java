/** What the agents on one node let each other know: who meters what, so that nothing is counted twice unnoticed. */
@NullMarked
package io.ceait.agents;

import org.jspecify.annotations.NullMarked;
