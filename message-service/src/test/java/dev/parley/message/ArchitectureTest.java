package dev.parley.message;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley.message");

    @Test
    void the_core_is_plain_java() {
        noClasses()
                .that()
                .resideInAnyPackage("..message.room..", "..message.sequencing..", "..message.batch..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.vertx..",
                        "jakarta..",
                        "org.apache.kafka..",
                        "org.hibernate..",
                        "..message.store..",
                        "..message.intake..")
                .check(classes);
    }

    @Test
    void packages_depend_on_each_other_one_way() {
        slices().matching("dev.parley.message.(*)..").should().beFreeOfCycles().check(classes);
    }
}
