package org.superpose.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For tests of {@link StubStore}: each begins with it as it is made, and ends without anything asked of it that an object store cannot do. */
public final class HeededStore implements BeforeEachCallback, AfterEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
        StubStore.reset();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<String> asked = List.copyOf(StubStore.FORBIDDEN);
        StubStore.reset();
        assertThat(asked).isEmpty();
    }
}
