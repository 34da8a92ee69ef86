package dev.parley.message.publishing;

import java.util.List;

/** Puts records where everybody can read them. */
@FunctionalInterface
public interface Publisher {

    /**
     * Records of one key keep their order. Returns when every record is safe; throws if that is not certain, and then
     * the same records may be published again.
     */
    void publish(List<Publication> records);
}
