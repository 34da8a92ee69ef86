package dev.parley.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class LayersTest {
    private final JavaClasses gateway = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley.gateway");

    @Test
    void the_core_knows_the_contract_and_nothing_else() {
        classes()
                .that()
                .resideInAPackage("dev.parley.gateway.delivery")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.parley.gateway.delivery", "dev.parley.contract..", "java..", "org.jspecify.annotations")
                .check(gateway);
    }

    @Test
    void packages_depend_on_each_other_in_one_direction() {
        slices().matching("dev.parley.gateway.(*)..").should().beFreeOfCycles().check(gateway);
    }
}
