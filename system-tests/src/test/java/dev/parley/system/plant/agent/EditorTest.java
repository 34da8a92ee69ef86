package dev.parley.system.plant.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.local.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.invoke.MethodHandles;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether every place that a bug or a crash point speaks of is in the services as they were built. */
class EditorTest {
    private static final String ROOM_LOGS = "dev.parley.gateway.delivery.RoomLogs";

    @ParameterizedTest
    @EnumSource(Bug.class)
    void every_place_of_a_bug_is_there_and_the_changed_class_is_sound(Bug bug) throws Exception {
        everyPlaceIsThere(bug.changes());
    }

    @ParameterizedTest
    @EnumSource(CrashPoint.class)
    void every_crash_point_is_there_and_the_changed_class_is_sound(CrashPoint point) throws Exception {
        everyPlaceIsThere(point.changes());
    }

    @Test
    void a_method_that_is_not_there_is_refused() {
        var change = new Change(ROOM_LOGS, "endForever", new Edit.Nothing());
        assertThatThrownBy(() -> everyPlaceIsThere(List.of(change)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endForever has 0 such methods");
    }

    @Test
    void a_call_that_is_not_made_is_refused() {
        var change = new Change(ROOM_LOGS, "accept", new Edit.Call("java.util.List", "remove", "nothingKnown"));
        assertThatThrownBy(() -> everyPlaceIsThere(List.of(change)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("accept has 0 places");
    }

    private static void everyPlaceIsThere(List<Change> changes) throws Exception {
        Map<String, List<Change>> byType = changes.stream().collect(Collectors.groupingBy(Change::type));
        for (List<Change> ofType : byType.values()) {
            try (URLClassLoader service = classesOf(ofType.getFirst().service())) {
                byte[] edited = new Editor(service).edit(bytes(service, ofType.getFirst()), ofType);
                sound(edited, service);
                callsHooksThatExist(edited);
            }
        }
    }

    private static byte[] bytes(URLClassLoader service, Change change) throws IOException {
        try (InputStream found = service.getResourceAsStream(change.internalName() + ".class")) {
            assertThat(found).as("the class %s", change.type()).isNotNull();
            return found == null ? new byte[0] : found.readAllBytes();
        }
    }

    private static void sound(byte[] edited, ClassLoader service) {
        var resolver =
                ClassHierarchyResolver.ofResourceParsing(service).orElse(ClassHierarchyResolver.defaultResolver());
        assertThat(ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(resolver))
                        .verify(edited))
                .isEmpty();
    }

    private static void callsHooksThatExist(byte[] edited) throws ReflectiveOperationException {
        var model = ClassFile.of().parse(edited);
        for (var method : model.methods()) {
            for (var element : method.code().map(code -> code.elementList()).orElse(List.of())) {
                if (element instanceof InvokeInstruction call && call.owner().matches(Editor.HOOKS)) {
                    var hook = MethodHandles.lookup()
                            .findStatic(
                                    Hooks.class,
                                    call.name().stringValue(),
                                    call.typeSymbol().resolveConstantDesc(MethodHandles.lookup()));
                    assertThat(hook.type().descriptorString())
                            .isEqualTo(call.type().stringValue());
                }
            }
        }
    }

    /** The service's classes with what it runs with. */
    private static URLClassLoader classesOf(String service) throws IOException {
        Path target = Workspace.find().root().resolve(service + "-service/target");
        List<URL> all =
                new ArrayList<>(List.of(target.resolve("classes").toUri().toURL()));
        Path libraries = target.resolve("quarkus-app/lib/main");
        assertThat(libraries).as("the service must have been built").isDirectory();
        try (Stream<Path> jars = Files.list(libraries)) {
            for (Path jar : jars.toList()) {
                all.add(jar.toUri().toURL());
            }
        }
        return new URLClassLoader(all.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
