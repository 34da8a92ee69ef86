package dev.parley.gateway.command;

import dev.parley.contract.Command;
import dev.parley.contract.Headers;
import dev.parley.contract.Person;
import dev.parley.contract.RoomIds;
import dev.parley.contract.codec.Codec;
import dev.parley.gateway.GatewayId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A command as a record of the command log: its key is its room, so that the commands of a room stay in order. */
public record CommandRecord(byte[] key, RecordHeaders headers, byte[] value) {

    /**
     * @param gateway who waits for the answer
     * @param sending its name for this sending
     */
    public static CommandRecord of(
            Person by, Command command, GatewayId gateway, String sending, Instant receivedAt, Codec codec) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.USER, Headers.value(by.id()));
        headers.add(Headers.USER_NAME, Headers.value(by.name()));
        headers.add(Headers.GATEWAY, Headers.value(gateway.value()));
        headers.add(Headers.SENDING, Headers.value(sending));
        headers.add(Headers.RECEIVED_AT, Headers.value(receivedAt.toEpochMilli()));
        return new CommandRecord(Headers.value(key(by, command)), headers, codec.encode(command));
    }

    private static String key(Person by, Command command) {
        return switch (command) {
            case Command.InRoom inRoom -> inRoom.room().toString();
            case Command.CreateRoom create ->
                RoomIds.created(by.id(), create.id()).toString();
            case Command.OpenDirect open -> {
                List<String> people = new ArrayList<>(open.users());
                people.add(by.id());
                yield RoomIds.direct(people).toString();
            }
            case Command.SignIn _ -> by.id();
        };
    }
}
