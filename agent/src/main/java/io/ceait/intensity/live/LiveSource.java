package io.ceait.intensity.live;

import io.ceait.emission.IntensityOrigin;
import io.ceait.emission.VaryingIntensity;
import io.ceait.http.HttpAddress;
import io.ceait.http.Secret;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Whom to ask about which zone.
 *
 * @param zone as the provider names it; empty where it has one alone
 * @param address where it answers, without a slash at the end
 * @param token empty for a provider that needs none
 */
public record LiveSource(Provider provider, String zone, URI address, Optional<Secret> token) {

    /**
     * Of {@code electricitymaps:DE}, {@code watttime:CAISO_NORTH}, {@code gb} or {@code gb:13}.
     *
     * @throws IllegalArgumentException on anything else
     */
    public static LiveSource parse(String text) {
        int colon = text.indexOf(':');
        String label = colon < 0 ? text : text.substring(0, colon);
        String zone = colon < 0 ? "" : text.substring(colon + 1);
        Provider provider = Arrays.stream(Provider.values())
                .filter(known -> known.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + label
                        + "' is no provider known here: it is one of "
                        + Arrays.stream(Provider.values()).map(Provider::label).collect(Collectors.joining(", "))));
        if (!provider.takes(zone)) {
            throw new IllegalArgumentException(
                    provider == Provider.GREAT_BRITAIN
                            ? "'" + text + "': write gb for Great Britain, or gb:1 to gb:18 for one of its regions"
                            : "'" + text + "' names no zone: write " + label + ":ZONE, as " + provider.title()
                                    + " names it");
        }
        return new LiveSource(provider, zone, URI.create(provider.address()), Optional.empty());
    }

    /**
     * The same at another address, such as a proxy's.
     *
     * @throws IllegalArgumentException on what is no address, and on one to which a token would travel in the open
     */
    public LiveSource at(String address) {
        return new LiveSource(provider, zone, HttpAddress.parseForSecret(address), token);
    }

    /** @throws IllegalArgumentException when the provider needs one and there is none */
    public LiveSource with(Optional<Secret> found) {
        if (provider.needsToken() && found.isEmpty()) {
            throw new IllegalArgumentException(provider.title() + " wants a token: put it into " + Token.VARIABLE
                    + " or into a file of mode 0600"
                    + (provider == Provider.WATTTIME ? ", as USER:PASSWORD" : ""));
        }
        return new LiveSource(provider, zone, address, provider.needsToken() ? found : Optional.empty());
    }

    /** Where the intensities of the run come from. */
    public VaryingIntensity provenance() {
        return new VaryingIntensity(
                provider.zoneName(zone),
                provider.kind(),
                OptionalInt.empty(),
                IntensityOrigin.LIVE,
                provider.title() + ", asked while the run went on",
                List.of());
    }

    /** A file name that is of this source alone. */
    String cacheName() {
        String elsewhere =
                address.toString().equals(provider.address()) ? "" : "-" + Integer.toHexString(address.hashCode());
        return provider.label() + (zone.isEmpty() ? "" : "-" + zone) + elsewhere + ".json";
    }
}
