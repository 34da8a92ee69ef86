package dev.parley.helm.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The variables that a service's own configuration interfaces read, from their compiled classes. */
final class OwnSettings {
    private static final String CONFIG_MAPPING = "io.smallrye.config.ConfigMapping";
    private static final Pattern UPPER_CASE = Pattern.compile("([A-Z])");

    private OwnSettings() {}

    static Set<String> of(ServiceModule module) {
        if (!Files.isDirectory(module.classes())) {
            throw new IllegalStateException(
                    module.classes() + " is missing: build the services first (mvn -pl helm -am)");
        }
        var variables = new TreeSet<String>();
        try (Stream<Path> files = Files.walk(module.classes())) {
            for (var file : files.filter(path -> path.toString().endsWith("Config.class"))
                    .toList()) {
                collect(ClassFile.of().parse(file), variables);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return variables;
    }

    private static void collect(ClassModel type, Set<String> variables) {
        type.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(annotations -> annotations.annotations().stream())
                .filter(annotation ->
                        annotation.className().stringValue().equals("L" + CONFIG_MAPPING.replace('.', '/') + ";"))
                .flatMap(annotation -> annotation.elements().stream())
                .filter(element -> element.name().stringValue().equals("prefix"))
                .map(AnnotationElement::value)
                .map(value -> ((AnnotationValue.OfString) value).stringValue())
                .forEach(prefix -> type.methods().stream()
                        .map(method -> method.methodName().stringValue())
                        .filter(method -> !method.startsWith("<") && !method.contains("$"))
                        .forEach(method -> variables.add(SettingNamesOf.variable(prefix + "." + dashed(method)))));
    }

    private static String dashed(String method) {
        return UPPER_CASE.matcher(method).replaceAll("-$1").toLowerCase(Locale.ROOT);
    }
}
