package org.superpose.codes;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Curves and points over logarithmic axes, as SVG. */
final class LogLogPicture {
    private static final int LEFT = 60;
    private static final int TOP = 20;
    private static final int WIDTH = 480;
    private static final int HEIGHT = 340;
    private static final int SAMPLES = 240;

    private final double[] across;
    private final double[] up;
    private final StringBuilder marks = new StringBuilder();
    private int entries;

    /**
     * Empty axes.
     *
     * @param across the least and greatest x
     * @param up the least and greatest y
     */
    LogLogPicture(double[] across, double[] up) {
        this.across = across.clone();
        this.up = up.clone();
    }

    /** Adds a curve, named in the key. */
    void curve(String name, String colour, String dashes, DoubleUnaryOperator y) {
        String path = IntStream.rangeClosed(0, SAMPLES)
                .mapToDouble(k -> across[0] * Math.pow(across[1] / across[0], (double) k / SAMPLES))
                .filter(x -> y.applyAsDouble(x) >= up[0] && y.applyAsDouble(x) <= up[1])
                .mapToObj(x -> place(x, y.applyAsDouble(x)))
                .collect(Collectors.joining(" "));
        String style =
                "fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"1.8\" stroke-dasharray=\"" + dashes + "\"";
        marks.append("<polyline points=\"" + path + "\" " + style + "/>\n");
        int line = TOP + 14 + 18 * entries++;
        marks.append("<line x1=\"" + (LEFT + WIDTH + 16) + "\" x2=\"" + (LEFT + WIDTH + 44) + "\" y1=\"" + line
                + "\" y2=\"" + line + "\" " + style + "/>\n" + text(LEFT + WIDTH + 50, line + 4, "start", name));
    }

    /** Adds points {x, y} of one colour, those that are within the axes. */
    void points(String colour, List<double[]> points) {
        for (double[] point : points) {
            if (point[0] < across[0] || point[0] > across[1] || point[1] < up[0] || point[1] > up[1]) {
                continue;
            }
            String[] place = place(point[0], point[1]).split(",");
            marks.append(
                    "<circle cx=\"" + place[0] + "\" cy=\"" + place[1] + "\" r=\"2.4\" fill=\"" + colour + "\"/>\n");
        }
    }

    /** The picture, with ticks of these labels {label, value}. */
    String svg(String xLabel, Object[][] xTicks, String yLabel, Object[][] yTicks) {
        StringBuilder svg = new StringBuilder(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + (LEFT + WIDTH + 210) + " "
                        + (TOP + HEIGHT + 50)
                        + "\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        for (Object[] tick : xTicks) {
            String x = place((Double) tick[1], up[0]).split(",")[0];
            svg.append("<line x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + TOP + "\" y2=\"" + (TOP + HEIGHT)
                    + "\" stroke=\"#e4e4e4\"/>\n"
                    + text(Double.parseDouble(x), TOP + HEIGHT + 18, "middle", (String) tick[0]));
        }
        for (Object[] tick : yTicks) {
            String y = place(across[0], (Double) tick[1]).split(",")[1];
            svg.append("<line x1=\"" + LEFT + "\" x2=\"" + (LEFT + WIDTH) + "\" y1=\"" + y + "\" y2=\"" + y
                    + "\" stroke=\"#e4e4e4\"/>\n" + text(LEFT - 8, Double.parseDouble(y) + 4, "end", (String) tick[0]));
        }
        return svg.append(text(LEFT + WIDTH, TOP + HEIGHT + 40, "end", xLabel) + text(8, TOP - 6, "start", yLabel))
                .append(marks)
                .append("</svg>\n")
                .toString();
    }

    private String place(double x, double y) {
        return String.format(
                Locale.ROOT,
                "%.1f,%.1f",
                LEFT + WIDTH * Math.log(x / across[0]) / Math.log(across[1] / across[0]),
                TOP + HEIGHT * (1 - Math.log(y / up[0]) / Math.log(up[1] / up[0])));
    }

    private static String text(double x, double y, String anchor, String words) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#333\">%s</text>%n",
                x,
                y,
                anchor,
                words);
    }
}
