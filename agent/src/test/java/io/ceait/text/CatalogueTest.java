package io.ceait.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.ceait.emission.IntensityCatalog;
import io.ceait.emission.IntensityFactor;
import io.ceait.emission.Uncertainty;
import io.ceait.source.Unavailable;
import io.ceait.source.UseMeans;
import io.ceait.target.JobAccount;
import io.ceait.target.JobAccount.CpuMeans;
import io.ceait.target.JobAccount.Loss;
import io.ceait.target.JobAccount.MemoryMeans;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The two catalogues and the enums that name their keys hold together. */
class CatalogueTest {

    private static final Pattern PLACE = Pattern.compile("\\{[^}]*}");
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

    /** Every constant of every enum that is a message. */
    private static Set<String> keysInCode() {
        Set<String> keys = new TreeSet<>();
        for (JavaClass one : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.ceait")) {
            if (one.isEnum() && one.isAssignableTo(Message.class)) {
                for (Object constant : one.reflect().getEnumConstants()) {
                    keys.add(((Message) constant).key());
                }
            }
        }
        return keys;
    }

    private static Set<String> places(Language language, String key) {
        return PLACE.matcher(Catalogue.of(language).pattern(key))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMessageHasATextInBothLanguagesAndNoTextIsWithoutAMessage() {
        Set<String> code = keysInCode();
        assertThat(code).hasSizeGreaterThan(40);
        assertThat(Catalogue.of(Language.ENGLISH).keys()).containsExactlyInAnyOrderElementsOf(code);
        assertThat(Catalogue.of(Language.CHINESE).keys()).containsExactlyInAnyOrderElementsOf(code);
    }

    @Test
    void bothLanguagesTakeTheSameArguments() {
        for (String key : Catalogue.of(Language.ENGLISH).keys()) {
            assertThat(places(Language.CHINESE, key)).as(key).isEqualTo(places(Language.ENGLISH, key));
        }
    }

    @Test
    void theChineseTextsAreChinese() {
        // Formulas, names and texts that are nothing but their arguments are the same in every language.
        Pattern words = Pattern.compile("[a-z]{3,} [a-z]{2,}");
        for (String key : Catalogue.of(Language.CHINESE).keys()) {
            String english = Catalogue.of(Language.ENGLISH).pattern(key);
            String chinese = Catalogue.of(Language.CHINESE).pattern(key);
            assertThat(CHINESE.matcher(english).find()).as(key).isFalse();
            if (words.matcher(english).find()) {
                assertThat(CHINESE.matcher(chinese).find()).as(key).isTrue();
            }
        }
    }

    @Test
    void argumentsAreToldInTheLanguageOfTheSentence() {
        Message outer = () -> "quality.sensor";
        Notice notice = Notice.of(outer, "zone-1", new Phrase("denied"), new Phrase("/sys/x is gone"));
        assertThat(notice.in(Language.ENGLISH)).isEqualTo("zone-1 is denied: /sys/x is gone");
        assertThat(notice.in(Language.CHINESE)).isEqualTo("zone-1（无读取权限）：/sys/x 已消失");
        assertThat(notice).hasToString(notice.in(Language.ENGLISH));
        Message list = () -> "quality.card-lacks";
        assertThat(Notice.of(list, List.of("a", "b")).in(Language.CHINESE)).endsWith("：a、b");
    }

    @Test
    void anArgumentIsNotLookedIntoForPlaces() {
        assertThat(Catalogue.fill("{1} and {0}", List.of("{1}", "b{0}"))).isEqualTo("b{0} and {1}");
        assertThatThrownBy(() -> Catalogue.fill("{2}", List.of("a"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anUnknownPhraseStaysAsItIs() {
        assertThat(new Phrase("the fan is on fire").in(Language.CHINESE)).isEqualTo("the fan is on fire");
    }

    @Test
    void aPhraseKeepsWhatVariesAndTranslatesWhatItKnowsOfIt() {
        PhraseBook book = PhraseBook.parse(List.of("# c", "{0} ate {1}", "{1} 被 {0} 吃了", "", "the cat", "猫"));
        assertThat(book.translate("the cat ate $1 \\ {0}")).isEqualTo("$1 \\ {0} 被 猫 吃了");
        assertThatThrownBy(() -> PhraseBook.parse(List.of("alone"))).hasMessageContaining("alone");
    }

    @Test
    void theBookKnowsTheReasonsOfEveryAssumedUncertainty() {
        assertThat(Uncertainty.bundled().entries().values())
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(PhraseBook.chinese().knows(entry.reason()))
                        .as(entry.reason())
                        .isTrue());
    }

    @Test
    void theBookKnowsTheKindsOfAllCarbonIntensities() {
        assertThat(IntensityCatalog.bundled().list("").stream()
                        .map(IntensityFactor::kind)
                        .distinct())
                .hasSizeGreaterThan(3)
                .allMatch(PhraseBook.chinese()::knows);
    }

    @ParameterizedTest
    @EnumSource
    void theBookKnowsWhatOfAJobCannotBeSeen(Loss loss) {
        JobAccount account = new JobAccount(CpuMeans.PROC, MemoryMeans.PROC, loss, 3, 900_000, 2, 5_000_000);
        assertThat(account.blindSpots(1_000_000))
                .hasSize(loss == Loss.NONE ? 3 : 4)
                .allSatisfy(sentence -> assertThat(PhraseBook.chinese().translate(sentence))
                        .as("no word of English is left")
                        .doesNotContainPattern("[a-z]{4,}"));
    }

    @ParameterizedTest
    @EnumSource
    void theBookKnowsWhyASensorIsNotThere(Unavailable.Reason reason) {
        assertThat(PhraseBook.chinese().knows(reason.label())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void theBookKnowsHowTheUseOfADeviceIsKnown(UseMeans means) {
        assertThat(PhraseBook.chinese().knows(means.explanation())).isTrue();
    }
}
