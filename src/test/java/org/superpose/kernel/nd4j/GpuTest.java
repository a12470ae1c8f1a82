package org.superpose.kernel.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuTest {
    @ParameterizedTest
    @CsvSource({
        "3,5,false",
        "3,7,true",
        "5,0,true",
        "6,1,true",
        "7,0,true",
        "7,5,true",
        "8,0,true",
        "8,6,true",
        "8,9,true",
        "9,0,false",
        "10,0,false",
        "12,0,false"
    })
    void knowsForWhichDevicesThereIsMachineCode(int major, int minor, boolean supported) {
        assertThat(new Gpu(0, "any", major, minor).supported()).isEqualTo(supported);
    }

    @Test
    void readsTheDriversList() {
        assertThat(Gpu.parse("0, 8.0, NVIDIA A100-SXM4-80GB\n1, 9.0, NVIDIA H100, PCIe\n"))
                .contains(List.of(new Gpu(0, "NVIDIA A100-SXM4-80GB", 8, 0), new Gpu(1, "NVIDIA H100, PCIe", 9, 0)));
        assertThat(Gpu.parse("")).contains(List.of());
        assertThat(Gpu.parse("0, [N/A], Tesla K80\n")).isEmpty();
        assertThat(Gpu.parse("Field \"compute_cap\" is not a valid field to query."))
                .isEmpty();
    }

    @Test
    void refusesOnlyWhenNoDeviceCanBeUsed() {
        Gpu ampere = new Gpu(0, "NVIDIA A100", 8, 0);
        Gpu hopper = new Gpu(1, "NVIDIA H200", 9, 0);
        assertThat(Gpu.refusal(Optional.empty())).isEmpty();
        assertThat(Gpu.refusal(Optional.of(List.of(ampere, hopper)))).isEmpty();
        assertThat(Gpu.refusal(Optional.of(List.of(hopper))).orElseThrow())
                .contains("gpu:1 (NVIDIA H200, compute capability 9.0)", "3.7 to 8.9", "kernel=cpu");
        assertThat(Gpu.refusal(Optional.of(List.of())).orElseThrow()).contains("no NVIDIA GPU", "kernel=cpu");
    }
}
