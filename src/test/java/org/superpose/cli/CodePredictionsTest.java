package org.superpose.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodePredictionsTest {
    private static Map<String, Object> columns(List<String> wanted) {
        Map<String, Object> record = new LinkedHashMap<>();
        CodePredictions.put(record, 12, 4, DataPoint.ofDensity(new BigDecimal("1e-4"), 1), wanted);
        return record;
    }

    @Test
    void onlyTheKindsThatAreWantedAreSearched() {
        Map<String, Object> all = columns(null);
        assertThat(all).hasSize(6).doesNotContainValue(null);
        Map<String, Object> some = columns(List.of("n", "spherical_blocks"));
        assertThat(some.keySet()).containsExactlyElementsOf(all.keySet());
        some.forEach((name, value) ->
                assertThat(value).as(name).isEqualTo(name.contains("spherical") ? all.get(name) : null));
    }
}
