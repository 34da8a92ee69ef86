package dev.parley.system.permission;

import dev.parley.contract.Command;
import dev.parley.contract.Role;
import dev.parley.contract.RoomKind;
import dev.parley.system.client.Say;
import dev.parley.system.environment.User;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command as it is tried, in as many variants as have different rules.
 *
 * @param name its row in the table: the command's type, and the variant in brackets
 * @param places where it is tried
 */
record Deed(String name, Set<Place> places, Class<? extends Command> type, Function<Scene, Command> command) {
    static final String EMOJI = "👍";

    private static final List<Deed> ALL = List.of(
            anywhere("createRoom", Command.CreateRoom.class, _ -> Say.createRoom("mine", RoomKind.PRIVATE)),
            anywhere(
                    "openDirect",
                    Command.OpenDirect.class,
                    scene -> Say.openDirect(id(scene.cast().newcomer()))),
            anywhere("signIn", Command.SignIn.class, _ -> new Command.SignIn(Say.freshId())),
            inRoom("updateRoom", Command.UpdateRoom.class, scene -> Say.topic(scene.room(), "on topic")),
            inRoom("join", Command.Join.class, scene -> Say.join(scene.room())),
            inRoom("leave", Command.Leave.class, scene -> Say.leave(scene.room())),
            inRoom(
                    "addMember",
                    Command.AddMember.class,
                    scene -> Say.addMember(scene.room(), id(scene.cast().newcomer()))),
            inRoom(
                    "addMember(banned)",
                    Command.AddMember.class,
                    scene -> Say.addMember(scene.room(), id(scene.cast().outcast()))),
            inRoom(
                    "removeMember(member)",
                    Command.RemoveMember.class,
                    scene -> Say.removeMember(scene.room(), id(scene.cast().peer()))),
            inRoom(
                    "removeMember(moderator)",
                    Command.RemoveMember.class,
                    scene -> Say.removeMember(scene.room(), id(scene.cast().aide()))),
            inRoom(
                    "removeMember(owner)",
                    Command.RemoveMember.class,
                    scene -> Say.removeMember(scene.room(), id(scene.cast().founder()))),
            inRoom(
                    "setRole(member)",
                    Command.SetRole.class,
                    scene -> Say.setRole(scene.room(), id(scene.cast().peer()), Role.MODERATOR)),
            inRoom(
                    "setRole(owner)",
                    Command.SetRole.class,
                    scene -> Say.setRole(scene.room(), id(scene.cast().founder()), Role.MEMBER)),
            inRoom(
                    "ban(stranger)",
                    Command.Ban.class,
                    scene -> Say.ban(scene.room(), id(scene.cast().newcomer()))),
            inRoom(
                    "ban(member)",
                    Command.Ban.class,
                    scene -> Say.ban(scene.room(), id(scene.cast().peer()))),
            inRoom(
                    "ban(moderator)",
                    Command.Ban.class,
                    scene -> Say.ban(scene.room(), id(scene.cast().aide()))),
            inRoom(
                    "ban(owner)",
                    Command.Ban.class,
                    scene -> Say.ban(scene.room(), id(scene.cast().founder()))),
            inRoom(
                    "unban",
                    Command.Unban.class,
                    scene -> Say.unban(scene.room(), id(scene.cast().outcast()))),
            inRoom("post", Command.Post.class, scene -> Say.post(scene.room(), "a word")),
            inRoom("edit(own)", Command.Edit.class, scene -> Say.edit(scene.room(), scene.own(), "better")),
            inRoom("edit(other's)", Command.Edit.class, scene -> Say.edit(scene.room(), scene.founders(), "worse")),
            inRoom("delete(own)", Command.Delete.class, scene -> Say.delete(scene.room(), scene.own())),
            inRoom("delete(other's)", Command.Delete.class, scene -> Say.delete(scene.room(), scene.founders())),
            inRoom("react", Command.React.class, scene -> Say.react(scene.room(), scene.founders(), EMOJI)),
            inRoom("unreact", Command.Unreact.class, scene -> Say.unreact(scene.room(), scene.own(), EMOJI)),
            inRoom("read", Command.Read.class, scene -> Say.read(scene.room(), scene.founders())));

    static List<Deed> all() {
        return ALL;
    }

    /** Every command that the contract knows, whether or not it is tried. */
    static Set<Class<?>> commands() {
        return leaves(Command.class).collect(Collectors.toSet());
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Deed::leaves) : Stream.of(type);
    }

    private static Deed anywhere(String name, Class<? extends Command> type, Function<Scene, Command> command) {
        return new Deed(name, Set.of(Place.NONE), type, command);
    }

    private static Deed inRoom(String name, Class<? extends Command> type, Function<Scene, Command> command) {
        return new Deed(name, Place.rooms(), type, command);
    }

    private static String id(User user) {
        return user.id();
    }
}
