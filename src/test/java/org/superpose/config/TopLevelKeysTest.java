package org.superpose.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.superpose.train.TimeLimits;

/** The keys of the top level that hold for a whole file, as the documentation has them. */
class TopLevelKeysTest {
    private static final String GOOD = "grid: {n: 8, m: 2, density: 0.1}\n";

    @Test
    void theDocumentationHasTheDefaults() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/sweep-file.md"));
        String seconds = BigDecimal.valueOf(TimeLimits.DEFAULT.checkpoint())
                .stripTrailingZeros()
                .toPlainString();
        assertThat(page)
                .containsPattern("\\| `kernel` \\|.*\\| auto \\|\n\\| `checkpoint` \\|.*\\| " + seconds + " \\|\n");
        assertThat(TimeLimits.DEFAULT.timeout()).isInfinite();
        assertThat(page).containsPattern("\\| `timeout` \\|.*\\| none \\|\n");
    }

    @Test
    void timesAreRead() {
        SweepFile standard = SweepFile.read(GOOD, "s.yaml", List.of());
        assertThat(standard.kernel()).isEqualTo("auto");
        assertThat(standard.limits()).isEqualTo(TimeLimits.DEFAULT);
        SweepFile given = SweepFile.read(GOOD + "checkpoint: 0\ntimeout: 12.5\n", "s.yaml", List.of("checkpoint=60"));
        assertThat(given.limits()).isEqualTo(new TimeLimits(60, 12.5));
    }
}
