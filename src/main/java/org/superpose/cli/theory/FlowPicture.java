package org.superpose.cli.theory;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.superpose.theory.LinearFlow;
import org.superpose.theory.Spectrum;

/** A flow as a picture: strengths beside their closed curves, the loss among the losses of critical points, the energy by its terms. */
final class FlowPicture {
    private static final int TIMES = 241;
    /** More lines cannot be told apart. */
    private static final int MOST_MODES = 8;
    /** More levels run into one another. */
    private static final int MOST_LEVELS = 6;

    private static final double ROOM = 1.05;
    private static final String TIME = "time t, in units of 1/λ";

    private final LinearFlow flow;
    private final double[] times;
    private final List<LinearFlow.State> states;
    private final double last;

    private FlowPicture(LinearFlow flow, double last) {
        this.flow = flow;
        this.last = last;
        this.times = FlowCommand.times(TIMES, last);
        this.states = flow.at(times);
    }

    /**
     * The SVG.
     *
     * @param shown how many modes
     */
    static String of(Spectrum spectrum, int m, LinearFlow flow, double last, int shown, String title) {
        FlowPicture picture = new FlowPicture(flow, last);
        int modes = Math.min(shown, MOST_MODES);
        return Picture.of(
                title,
                "Solid: the flow, integrated. Dashed: the closed curve of each mode by itself (Saxe, McClelland and Ganguli 2014).",
                List.of(picture.strengths(modes), picture.loss(spectrum, m), picture.energy()));
    }

    private Panel strengths(int modes) {
        double largest = states.stream()
                .flatMapToDouble(state -> Arrays.stream(state.strengths(), 0, modes))
                .max()
                .orElseThrow();
        Panel panel = new Panel("strength of mode k, u_k·W u_k", TIME, last, ROOM * Math.max(1, largest));
        for (int k = 0; k < modes; k++) {
            int mode = k;
            panel.line("mode " + (k + 1), Panel.colour(k), false, times, values(state -> state.strengths()[mode]));
        }
        for (int k = 0; k < modes; k++) {
            DoubleUnaryOperator curve = flow.curve(k);
            if (curve != null) {
                panel.line(
                        "mode " + (k + 1) + ", closed curve",
                        Panel.colour(k),
                        true,
                        times,
                        Arrays.stream(times).map(curve).toArray());
            }
        }
        return panel;
    }

    private Panel loss(Spectrum spectrum, int m) {
        int n = spectrum.size();
        double[] losses = values(state -> state.loss() / n);
        double largest = Math.max(Arrays.stream(losses).max().orElseThrow(), spectrum.trace() / n);
        Panel panel = new Panel("loss per feature, and the losses of critical points", TIME, last, ROOM * largest);
        int step = Math.max(1, (m + MOST_LEVELS - 1) / MOST_LEVELS);
        for (int r = m; r >= 0; r -= step) {
            panel.level(r == 0 ? "W = 0" : r == 1 ? "keeps mode 1" : "keeps modes 1–" + r, spectrum.sum(r) / n);
        }
        panel.line("", Panel.colour(0), false, times, losses);
        return panel;
    }

    private Panel energy() {
        double[] total = values(state -> state.energy().total());
        Panel panel = new Panel(
                "energy ‖1 − W‖²: what is missing of each feature, and interference",
                TIME,
                last,
                ROOM * Arrays.stream(total).max().orElseThrow());
        panel.line("energy", Panel.colour(6), false, times, total);
        panel.line(
                "missing: Σ (1 − W_ii)²",
                Panel.colour(0),
                false,
                times,
                values(state -> state.energy().benefit()));
        panel.line(
                "interference: Σ W_ij², i ≠ j",
                Panel.colour(1),
                false,
                times,
                values(state -> state.energy().interference()));
        return panel;
    }

    private double[] values(ToDoubleFunction<LinearFlow.State> value) {
        return states.stream().mapToDouble(value).toArray();
    }
}
