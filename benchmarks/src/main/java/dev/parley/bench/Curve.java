package dev.parley.bench;

import dev.parley.bench.report.Chart;
import dev.parley.bench.scenario.Pace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lines of one picture, as they are being measured. */
final class Curve {
    private final Map<String, List<Chart.Point>> lines = new LinkedHashMap<>();

    void add(Pace pace, double x, double y) {
        add(
                switch (pace) {
                    case Pace.InFlight(int messages) -> messages + " in flight";
                    case Pace.PerSecond(double messages) -> Math.round(messages) + " a second";
                },
                x,
                y);
    }

    void add(String line, double x, double y) {
        lines.computeIfAbsent(line, _ -> new ArrayList<>()).add(new Chart.Point(x, y));
    }

    void drawOn(Chart chart) {
        lines.forEach(chart::line);
    }
}
