package org.superpose.cli.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One pair of axes of a picture, upwards from 0, with a legend at its right. Sizes are pixels.
 *
 * <p>Labels are texts of ours and numbers, and hold no characters that mean something in XML.
 */
final class Panel {
    static final int WIDTH = 860;
    /** Makes a panel with axes of 210 pixels. */
    private static final int USUAL_AXIS = 210;

    private static final int BELOW = 50;
    private static final int LEFT = 80;
    private static final int RIGHT = 620;
    private static final int TOP = 40;
    private static final int TICKS = 5;
    private static final int LEGEND_STEP = 18;

    /** Colours that stay apart for the colour-blind (Okabe and Ito). */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8b6f47");

    private final String title;
    private final String horizontal;
    private final double leastX;
    private final double largestX;
    private final double largestY;
    private final double leastStep;
    private final int bottom;
    private final List<String> shapes = new ArrayList<>();
    private final List<String> legend = new ArrayList<>();

    /** Axes from (0, 0) up to the largest values, both positive. */
    Panel(String title, String horizontal, double largestX, double largestY) {
        this(title, horizontal, new double[] {0, largestX, 0}, largestY, USUAL_AXIS);
    }

    private Panel(String title, String horizontal, double[] across, double largestY, int axis) {
        this.title = title;
        this.horizontal = horizontal;
        this.leastX = across[0];
        this.largestX = across[1];
        this.leastStep = across[2];
        this.largestY = largestY;
        this.bottom = TOP + axis;
    }

    /** A panel twice as high, with whole numbers from 0 to {@code most} across and room at both sides of them. */
    static Panel ofWholeNumbers(String title, String horizontal, int most, double largestY) {
        return new Panel(title, horizontal, new double[] {-0.25, most + 0.5, 1}, largestY, 2 * USUAL_AXIS);
    }

    int height() {
        return bottom + BELOW;
    }

    static String colour(int index) {
        return COLOURS.get(index % COLOURS.size());
    }

    /** A line through points, with a legend unless the label is empty. */
    void line(String label, String colour, boolean dashed, double[] x, double[] y) {
        StringBuilder path = new StringBuilder();
        for (int q = 0; q < x.length; q++) {
            path.append(q == 0 ? "M" : " L").append(x(x[q])).append(' ').append(y(y[q]));
        }
        String style = "fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"" + (dashed ? "1.6" : "2") + '"'
                + (dashed ? " stroke-dasharray=\"6 4\"" : "");
        shapes.add("<path d=\"" + path + "\" " + style + "/>");
        if (!label.isEmpty()) {
            int at = TOP + 6 + LEGEND_STEP * legend.size();
            legend.add("<path d=\"M" + (RIGHT + 24) + ' ' + at + " h28\" " + style + "/>"
                    + text(RIGHT + 60, at + 4, "start", label));
        }
    }

    /** A thin line across at y, with its label on it at the right. */
    void level(String label, double y) {
        shapes.add("<path d=\"M" + LEFT + ' ' + y(y) + " H" + RIGHT
                + "\" stroke=\"#999\" stroke-width=\"1\" stroke-dasharray=\"2 3\"/>"
                + text(RIGHT + 6, Double.parseDouble(y(y)) + 4, "start", label));
    }

    /** A filled or hollow dot, with a label at its right unless that is empty. */
    void dot(double x, double y, boolean filled, String colour, String label) {
        shapes.add("<circle cx=\"" + x(x) + "\" cy=\"" + y(y) + "\" r=\"5\" stroke=\"" + colour
                + "\" stroke-width=\"2\" fill=\"" + (filled ? colour : "#fff") + "\"/>"
                + (label.isEmpty()
                        ? ""
                        : text(Double.parseDouble(x(x)) + 9, Double.parseDouble(y(y)) + 4, "start", label)));
    }

    /** An arrow from one dot to another, bent to the left by {@code bend} pixels. */
    void arrow(double fromX, double fromY, double toX, double toY, int bend, String colour) {
        double middleX = (Double.parseDouble(x(fromX)) + Double.parseDouble(x(toX))) / 2 - bend;
        double middleY = (Double.parseDouble(y(fromY)) + Double.parseDouble(y(toY))) / 2;
        shapes.add("<path d=\"M" + x(fromX) + ' ' + y(fromY) + " Q" + number(middleX) + ' ' + number(middleY) + ' '
                + x(toX)
                + ' ' + y(toY) + "\" fill=\"none\" stroke=\"" + colour
                + "\" stroke-width=\"1.2\" marker-end=\"url(#arrow)\" opacity=\"0.7\"/>");
    }

    /** An entry of the legend that is a dot. */
    void explain(String label, boolean filled, String colour) {
        int at = TOP + 6 + LEGEND_STEP * legend.size();
        legend.add("<circle cx=\"" + (RIGHT + 38) + "\" cy=\"" + at + "\" r=\"5\" stroke=\"" + colour
                + "\" stroke-width=\"2\" fill=\"" + (filled ? colour : "#fff") + "\"/>"
                + text(RIGHT + 60, at + 4, "start", label));
    }

    /** The panel as an SVG group, {@code top} pixels down. */
    String svg(int top) {
        StringBuilder svg = new StringBuilder("<g transform=\"translate(0 " + top + ")\">\n");
        svg.append("<text x=\"")
                .append(LEFT)
                .append("\" y=\"")
                .append(TOP - 14)
                .append("\" font-weight=\"600\">")
                .append(title)
                .append("</text>\n");
        ticks(svg);
        shapes.forEach(shape -> svg.append(shape).append('\n'));
        legend.forEach(entry -> svg.append(entry).append('\n'));
        return svg.append("</g>\n").toString();
    }

    private void ticks(StringBuilder svg) {
        svg.append("<path d=\"M")
                .append(LEFT)
                .append(' ')
                .append(TOP)
                .append(" V")
                .append(bottom)
                .append(" H")
                .append(RIGHT)
                .append("\" fill=\"none\" stroke=\"#333\"/>\n");
        double stepX = Math.max(leastStep, step(largestX));
        for (int q = 0; q * stepX <= largestX * (1 + 1e-9); q++) {
            String at = x(q * stepX);
            svg.append("<path d=\"M")
                    .append(at)
                    .append(' ')
                    .append(bottom)
                    .append(" v5\" stroke=\"#333\"/>")
                    .append(text(Double.parseDouble(at), bottom + 19, "middle", tick(q * stepX)))
                    .append('\n');
        }
        double stepY = step(largestY);
        for (int q = 0; q * stepY <= largestY * (1 + 1e-9); q++) {
            String at = y(q * stepY);
            svg.append("<path d=\"M")
                    .append(LEFT - 5)
                    .append(' ')
                    .append(at)
                    .append(" h5\" stroke=\"#333\"/>")
                    .append(text(LEFT - 9, Double.parseDouble(at) + 4, "end", tick(q * stepY)))
                    .append('\n');
        }
        svg.append(text((LEFT + RIGHT) / 2.0, bottom + 38, "middle", horizontal))
                .append('\n');
    }

    /** 1, 2 or 5 times a power of ten, so that there are about {@value #TICKS} steps. */
    private static double step(double largest) {
        double rough = largest / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double share = rough / power;
        return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
    }

    private static String tick(double value) {
        double size = Math.abs(value);
        String text = size != 0 && (size < 1e-4 || size >= 1e6)
                ? String.format(Locale.ROOT, "%.1e", value)
                : String.format(Locale.ROOT, "%.6f", value);
        return text.contains("e") ? text : text.replaceAll("\\.?0+$", "");
    }

    private String x(double value) {
        return number(LEFT + (RIGHT - LEFT) * (value - leastX) / (largestX - leastX));
    }

    private String y(double value) {
        return number(bottom - (bottom - TOP) * Math.max(-0.02, Math.min(1.02, value / largestY)));
    }

    private static String text(double x, double y, String anchor, String text) {
        return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\">" + text
                + "</text>";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
