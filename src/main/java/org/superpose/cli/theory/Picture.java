package org.superpose.cli.theory;

import java.util.List;

/** Panels below one another under a title, as SVG. */
final class Picture {
    private static final int HEADER = 56;

    private Picture() {}

    /** The text of the file. */
    static String of(String title, String subtitle, List<Panel> panels) {
        int height = HEADER + panels.stream().mapToInt(Panel::height).sum();
        StringBuilder svg =
                new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + Panel.WIDTH + "\" height=\""
                        + height + "\" viewBox=\"0 0 " + Panel.WIDTH + ' ' + height
                        + "\" font-family=\"system-ui, sans-serif\" font-size=\"12\" fill=\"#222\">\n");
        svg.append("<title>").append(title).append("</title>\n");
        svg.append(
                "<defs><marker id=\"arrow\" viewBox=\"0 0 10 10\" refX=\"14\" refY=\"5\" markerWidth=\"7\" markerHeight=\"7\""
                        + " orient=\"auto\"><path d=\"M0 1 L10 5 L0 9 z\" fill=\"#555\"/></marker></defs>\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        svg.append("<text x=\"20\" y=\"26\" font-size=\"15\" font-weight=\"600\">")
                .append(title)
                .append("</text>\n");
        svg.append("<text x=\"20\" y=\"46\" fill=\"#555\">").append(subtitle).append("</text>\n");
        int top = HEADER;
        for (Panel panel : panels) {
            svg.append(panel.svg(top));
            top += panel.height();
        }
        return svg.append("</svg>\n").toString();
    }
}
