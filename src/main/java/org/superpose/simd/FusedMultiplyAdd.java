package org.superpose.simd;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** a·b + c rounded once, where the processor can: elsewhere Java goes through BigDecimal and takes hundreds of times as long. */
public final class FusedMultiplyAdd {
    /** Whether it is one instruction: what HotSpot found out; another Java is believed to have it. */
    public static final boolean FAST = fast();

    private FusedMultiplyAdd() {}

    private static boolean fast() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return machine == null
                    || Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue());
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    /** a·b + c, rounded twice where once would be slow. */
    public static float of(float a, float b, float c) {
        return FAST ? Math.fma(a, b, c) : a * b + c;
    }

    /** The class of a full name that does the work of a contract with fused operations, if they are fast and there is the Vector API. */
    public static <T> Optional<T> loops(Class<T> contract, String name) {
        return FAST ? ByName.find(contract, name) : Optional.empty();
    }
}
