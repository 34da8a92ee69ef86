package dev.parley.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line picture as SVG: x logarithmic, y from 0. Readable on light and dark pages alike. */
public final class Chart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    /** Names stand above the lines, the first here. */
    private static final int LEGEND = 16;

    private static final int STEPS = 4;
    private static final List<String> COLOURS = List.of("#2563eb", "#d97706", "#059669", "#dc2626", "#7c3aed");

    private final String title;
    private final String xName;
    private final String yName;
    private final List<Line> lines = new ArrayList<>();

    /** One measured place. */
    public record Point(double x, double y) {}

    private record Line(String name, List<Point> points) {}

    public Chart(String title, String xName, String yName) {
        this.title = title;
        this.xName = xName;
        this.yName = yName;
    }

    public Chart line(String name, List<Point> points) {
        lines.add(new Line(name, List.copyOf(points)));
        return this;
    }

    public void write(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, svg());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String svg() {
        List<Point> all = lines.stream().flatMap(line -> line.points().stream()).toList();
        double least = all.stream().mapToDouble(Point::x).min().orElse(1);
        double most = all.stream().mapToDouble(Point::x).max().orElse(10);
        double top = roundUp(all.stream().mapToDouble(Point::y).max().orElse(1));
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
                .formatted(WIDTH, HEIGHT));
        svg.append("font-size=\"12\" fill=\"#6b7280\">\n");
        text(svg, LEFT, 20, "start", "<tspan font-size=\"15\">" + title + "</tspan>");
        text(svg, LEFT, TOP - 4, "start", yName);
        text(svg, WIDTH - RIGHT, HEIGHT - 10, "end", xName);
        for (int step = 0; step <= STEPS; step++) {
            double value = top * step / STEPS;
            double y = y(value, top);
            svg.append("<path d=\"M%d %.1fH%d\" stroke=\"#9ca3af\" stroke-opacity=\"0.4\"/>\n"
                    .formatted(LEFT, y, WIDTH - RIGHT));
            text(svg, LEFT - 8, y + 4, "end", number(value));
        }
        all.stream()
                .mapToDouble(Point::x)
                .distinct()
                .sorted()
                .forEach(value -> text(svg, x(value, least, most), HEIGHT - BOTTOM + 18, "middle", number(value)));
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, lines.get(i), COLOURS.get(i % COLOURS.size()), i, least, most, top);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void draw(
            StringBuilder svg, Line line, String colour, int place, double least, double most, double top) {
        StringBuilder path = new StringBuilder();
        for (Point point : line.points()) {
            double x = x(point.x(), least, most);
            double y = y(point.y(), top);
            path.append(path.isEmpty() ? 'M' : 'L').append("%.1f %.1f".formatted(x, y));
            svg.append("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>\n".formatted(x, y, colour));
        }
        svg.append("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n".formatted(path, colour));
        text(
                svg,
                WIDTH - RIGHT - 4,
                LEGEND + 16.0 * place,
                "end",
                "<tspan fill=\"" + colour + "\">" + line.name() + "</tspan>");
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String content) {
        svg.append("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n".formatted(x, y, anchor, content));
    }

    private static double x(double value, double least, double most) {
        double share = most > least ? Math.log(value / least) / Math.log(most / least) : 0.5;
        return LEFT + 10 + share * (WIDTH - LEFT - RIGHT - 30);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    }

    private static double roundUp(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(value, 1e-6))));
        for (double factor : new double[] {1, 2, 4, 5, 8}) {
            if (value <= factor * unit) {
                return factor * unit;
            }
        }
        return 10 * unit;
    }

    private static String number(double value) {
        if (value >= 1_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2f", value);
    }
}
