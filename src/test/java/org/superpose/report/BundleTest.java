package org.superpose.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What modules become; that they then do what they did is for the browser to show. */
class BundleTest {
    private static Bundle of(Map<String, String> sources) {
        return new Bundle(path -> {
            assertThat(sources).containsKey(path);
            return sources.get(path);
        });
    }

    @Test
    void aModuleIsAFunctionThatReturnsWhatItExports() {
        Bundle bundle = of(Map.of(
                "main.mjs",
                """
                /** The page. */
                import * as lists from "./pure/lists.mjs";
                import {one, two} from "./pure/numbers.mjs";

                export function start() {
                  return [one, two, lists.all];
                }
                """,
                "pure/numbers.mjs",
                "export const one = 1;\nexport const two = 2;\nconst hidden = 3;\nexport class Three {}\n",
                "pure/lists.mjs",
                "import {one} from \"../pure/numbers.mjs\";\nexport const all = [one];\n"));
        assertThat(bundle.add("main.mjs", "start")).isEqualTo("module3.start");
        assertThat(bundle.add("pure/lists.mjs", "all")).isEqualTo("module2.all");
        assertThat(bundle.script("module3.start();")).isEqualTo("""
                (() => {
                "use strict";
                // pure/numbers.mjs
                const module1 = (() => {
                const one = 1;
                const two = 2;
                const hidden = 3;
                class Three {}
                return {one, two, Three};
                })();

                // pure/lists.mjs
                const module2 = (() => {
                const {one} = module1;
                const all = [one];
                return {all};
                })();

                // main.mjs
                const module3 = (() => {
                /** The page. */
                const lists = module2;
                const {one, two} = module1;

                function start() {
                  return [one, two, lists.all];
                }
                return {start};
                })();

                module3.start();
                })();
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import \"./b.mjs\";",
                "import b from \"./b.mjs\";",
                "import {one as two} from \"./b.mjs\";",
                "import {one} from \"b\";",
                "import {",
                "export default 1;",
                "export let changing = 1;",
                "export {one};",
                "export * from \"./b.mjs\";"
            })
    void aStatementThatWouldMeanAnotherThingIsRefused(String statement) {
        Bundle bundle = of(Map.of("a.mjs", statement + '\n', "b.mjs", "export const one = 1;\n"));
        assertThatThrownBy(() -> bundle.add("a.mjs", "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a.mjs: a bundle cannot hold the statement " + statement);
    }

    @Test
    void whatIsNotExportedIsNotFound() {
        Bundle bundle = of(Map.of(
                "a.mjs", "import {two} from \"./b.mjs\";\n",
                "b.mjs", "export const one = 1;\n",
                "c.mjs", "import {one} from \"../b.mjs\";\n"));
        assertThatThrownBy(() -> bundle.add("a.mjs", "x")).hasMessage("a.mjs imports two, which b.mjs does not export");
        assertThatThrownBy(() -> bundle.add("b.mjs", "figure")).hasMessage("b.mjs exports no figure, but one");
        assertThatThrownBy(() -> bundle.add("c.mjs", "x"))
                .hasMessage("c.mjs imports ../b.mjs, which is outside the scripts");
    }

    @Test
    void modulesThatNeedEachOtherAreRefused() {
        Bundle bundle = of(Map.of(
                "a.mjs", "import {b} from \"./b.mjs\";\nexport const a = 1;\n",
                "b.mjs", "import {a} from \"./a.mjs\";\nexport const b = 1;\n"));
        assertThatThrownBy(() -> bundle.add("a.mjs", "a"))
                .hasMessage("modules import each other in a circle: a.mjs, b.mjs, a.mjs");
    }
}
