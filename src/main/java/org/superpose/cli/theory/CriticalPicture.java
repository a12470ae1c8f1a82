package org.superpose.cli.theory;

import java.util.List;
import java.util.stream.Collectors;
import org.superpose.theory.CriticalFamily;
import org.superpose.theory.Spectrum;

/** Critical points as a picture: a dot each at its rank and loss, and an arrow along the steepest way down to where it leads. */
final class CriticalPicture {
    /** More labels cover one another. */
    private static final int MOST_LABELS = 40;

    private static final double ROOM = 1.05;
    private static final int BEND = 26;

    private CriticalPicture() {}

    /** The SVG. */
    static String of(Spectrum spectrum, int m, List<CriticalFamily> families) {
        int n = spectrum.size();
        double largest =
                families.stream().mapToDouble(CriticalFamily::loss).max().orElseThrow() / n;
        Panel panel = Panel.ofWholeNumbers("loss per feature over the rank of W", "rank", m, ROOM * largest);
        for (CriticalFamily family : families) {
            CriticalFamily.Descent descent = family.descent();
            if (descent != null) {
                panel.arrow(
                        family.rank(),
                        family.loss() / n,
                        family.rank() + (descent.lost() == null ? 1 : 0),
                        (family.loss() - descent.fall()) / n,
                        descent.lost() == null ? 0 : BEND,
                        "#555");
            }
        }
        for (CriticalFamily family : families) {
            String label = families.size() > MOST_LABELS ? "" : label(family);
            panel.dot(
                    family.rank(), family.loss() / n, family.minimum(), Panel.colour(family.minimum() ? 2 : 1), label);
        }
        panel.explain("global minimum", true, Panel.colour(2));
        panel.explain("saddle", false, Panel.colour(1));
        return Picture.of(
                "Critical points of a linear autoencoder, n = " + n + ", m = " + m,
                "Each keeps the eigenvectors in its label; arrows lead along the steepest way down, within a rank by an exchange of two.",
                List.of(panel));
    }

    private static String label(CriticalFamily family) {
        return family.rank() == 0
                ? "W = 0"
                : family.kept().stream().map(k -> String.valueOf(k + 1)).collect(Collectors.joining(" "));
    }
}
