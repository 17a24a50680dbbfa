package io.ceait.assessment;

import io.ceait.device.Quality;
import io.ceait.emission.EmissionFactors;
import io.ceait.emission.IntensityFactor;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a run's electricity comes from, as far as its zone says; what is not known is empty. A zone that stands in for one
 * that nobody stated says nothing.
 *
 * @param name for people: {@code Germany}, {@code us-east1}
 * @param country its code of three letters (ISO 3166)
 * @param region the part of the country: {@code CAMX} of {@code US-CAMX}
 * @param cloudProvider {@code gcp} of {@code gcp:europe-west1}, and
 * @param cloudRegion the rest of it
 */
public record Place(String name, String country, String region, String cloudProvider, String cloudRegion) {

    private static final Place UNKNOWN = new Place("", "", "", "", "");
    private static final Pattern CLOUD = Pattern.compile("([a-z]+):(.+)");
    private static final Pattern COUNTRY = Pattern.compile("([A-Z]{2}|[A-Z]{3})(?:-(.+))?");

    public static Place of(EmissionFactors factors) {
        IntensityFactor constant = factors.intensity();
        if (factors.varying().isPresent()) {
            String zone = factors.zone();
            return of(zone, zone);
        }
        return constant.quality() == Quality.SUBSTITUTED ? UNKNOWN : of(constant.zone(), constant.name());
    }

    private static Place of(String zone, String name) {
        Matcher cloud = CLOUD.matcher(zone);
        if (cloud.matches()) {
            return new Place(name, "", "", cloud.group(1), cloud.group(2));
        }
        Matcher country = COUNTRY.matcher(zone);
        if (!country.matches()) {
            return zone.isEmpty() || zone.equals("WORLD") ? UNKNOWN : new Place(name, "", "", "", "");
        }
        String region = country.group(2);
        return new Place(name, threeLetters(country.group(1)), region == null ? "" : region, "", "");
    }

    private static String threeLetters(String code) {
        try {
            return code.length() == 3 ? code : new Locale("", code).getISO3Country();
        } catch (MissingResourceException e) {
            // Two letters that are no country.
            return "";
        }
    }

    public boolean isKnown() {
        return !name.isEmpty();
    }

    public boolean isCloud() {
        return !cloudProvider.isEmpty();
    }
}
