package dev.parley.gateway.delivery;

import java.util.List;
import java.util.UUID;

/** Is told who listens to which room here, and knows who does anywhere. */
public interface Attendance {
    void began(UUID room, String user);

    void ended(UUID room, String user);

    /** Ids of people who listen to the room on any gateway, at most as many as a frame may name. */
    List<String> online(UUID room);
}
