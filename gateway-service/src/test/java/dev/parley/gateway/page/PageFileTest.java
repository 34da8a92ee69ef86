package dev.parley.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageFileTest {
    private final PageFile script = new PageFile(
            "text/javascript",
            "tag",
            true,
            Map.of(
                    "identity", Buffer.buffer("plain"),
                    "br", Buffer.buffer("b"),
                    "gzip", Buffer.buffer("gz")));

    @Test
    void the_smallest_form_that_the_browser_takes_is_sent() {
        assertThat(script.encodingFor("gzip, deflate, br, zstd")).isEqualTo("br");
        assertThat(script.encodingFor("gzip;q=0.5, deflate")).isEqualTo("gzip");
        assertThat(script.encodingFor("GZIP")).isEqualTo("gzip");
    }

    @Test
    void a_form_that_is_refused_is_not_sent() {
        assertThat(script.encodingFor("br;q=0, gzip;q=0.0")).isEqualTo("identity");
        assertThat(script.encodingFor("")).isEqualTo("identity");
        assertThat(script.encodingFor("brotli, gzipped")).isEqualTo("identity");
    }

    @Test
    void a_file_that_did_not_shrink_is_sent_as_it_is() {
        var tiny = new PageFile("image/svg+xml", "tag", false, Map.of("identity", Buffer.buffer("<svg/>")));
        assertThat(tiny.encodingFor("br, gzip")).isEqualTo("identity");
        assertThat(tiny.bytes("identity").toString()).isEqualTo("<svg/>");
    }
}
