package dev.parley.message.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void an_array_literal_keeps_every_character_of_an_opaque_id() {
        assertThat(Columns.arrayLiteral(List.of("a\"b", "c\\d", "e,f", "{g}", " ", "NULL")))
                .isEqualTo("{\"a\\\"b\",\"c\\\\d\",\"e,f\",\"{g}\",\" \",\"NULL\"}");
        assertThat(Columns.arrayLiteral(List.of())).isEqualTo("{}");
    }
}
