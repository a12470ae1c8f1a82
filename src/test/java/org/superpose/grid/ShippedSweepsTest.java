package org.superpose.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.superpose.config.SweepFile;

class ShippedSweepsTest {
    @Test
    void quickstart() {
        Grid grid = expand("quickstart");
        assertThat(grid.points()).hasSize(2 * 3 * 2 * 3);
        assertThat(grid.notices()).isEmpty();
    }

    private static Grid expand(String name) {
        SweepFile sweep = SweepFile.read(Path.of("conf", name + ".yaml"), List.of());
        assertThat(sweep.name()).isEqualTo(name);
        return Expansion.expand(sweep);
    }
}
