package org.superpose.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.superpose.Generated;

/** The tables of settings in the documentation follow from {@link Setting} and {@link MeasureSetting}. */
class GeneratedSettingsTest {
    private static final String PAGE = "src/site/markdown/sweep-file.md";
    private static final String HEAD = "| key | what it means | may be | if it is not given |\n|---|---|---|---|\n";

    @Test
    void settings() throws IOException {
        String rows =
                Arrays.stream(Setting.values()).map(GeneratedSettingsTest::row).collect(Collectors.joining("\n"));
        Generated.section(PAGE, "settings", HEAD + rows);
    }

    @Test
    void measure() throws IOException {
        String rows = Arrays.stream(MeasureSetting.values())
                .map(setting -> "| `measure." + setting.key() + "` | " + setting.sentence() + " | "
                        + setting.kind().allowed() + " | `" + setting.standard() + "` |")
                .collect(Collectors.joining("\n"));
        Generated.section(PAGE, "measure", HEAD + rows);
    }

    private static String row(Setting setting) {
        String key = "`" + setting.key() + "`" + (setting.alias() == null ? "" : ", short `" + setting.alias() + "`");
        return "| " + key + " | " + meaning(setting) + " | " + allowed(setting.kind()) + " | " + usually(setting)
                + " |";
    }

    private static String meaning(Setting setting) {
        String where = setting.owner() == null
                ? ""
                : " It belongs to `" + setting.owner().key() + "` " + listed(setting.owners()) + ".";
        String other = setting.inPlaceOf() == null
                ? ""
                : " It stands in place of `" + setting.inPlaceOf().key() + "`.";
        return setting.sentence() + where + other;
    }

    private static String allowed(Kind kind) {
        return kind instanceof Kind.Choice choice ? listed(choice.words()) : kind.allowed();
    }

    private static String usually(Setting setting) {
        return setting.standard() == null ? setting.usually() : "`" + setting.usually() + "`";
    }

    private static String listed(List<String> words) {
        List<String> code = words.stream().map(word -> "`" + word + "`").toList();
        int last = code.size() - 1;
        return last == 0 ? code.get(0) : String.join(", ", code.subList(0, last)) + " or " + code.get(last);
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void everySettingIsExplainedInSentences(Setting setting) {
        assertThat(setting.sentence().replace("\\|", ""))
                .contains(" ")
                .endsWith(".")
                .doesNotContain("|", "\n");
        assertThat(setting.usually()).isNotEmpty();
    }
}
