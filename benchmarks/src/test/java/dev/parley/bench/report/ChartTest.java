package dev.parley.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class ChartTest {
    private final String svg = new Chart("Cost", "receivers", "µs")
            .line("8 in flight", List.of(new Chart.Point(10, 5.5), new Chart.Point(1_000, 1.5)))
            .svg();

    @Test
    void a_picture_is_well_formed() {
        assertThatCode(() -> DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))))
                .doesNotThrowAnyException();
    }

    @Test
    void a_picture_names_its_axes_its_lines_and_every_measured_place() {
        assertThat(svg).contains("Cost", "receivers", "µs", "8 in flight", ">10<", ">1,000<");
    }
}
