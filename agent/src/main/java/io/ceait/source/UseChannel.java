package io.ceait.source;

import io.ceait.device.Device;

/**
 * A device whose use by the job a source can tell.
 *
 * @param device of which a part may be the job's
 * @param source the name of the source that tells it
 */
public record UseChannel(Device device, String source) {}
