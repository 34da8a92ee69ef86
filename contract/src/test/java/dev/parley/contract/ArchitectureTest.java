package dev.parley.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.parley.contract.codec.Codec;
import dev.parley.contract.codec.Decoded;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String CODEC = "dev.parley.contract.codec";

    private final JavaClasses contract = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley.contract");

    @Test
    void theContractDependsOnNothingButTheJdkJacksonAndJSpecify() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.parley.contract..", "java..", "com.fasterxml.jackson..", "org.jspecify..")
                .check(contract);
    }

    @Test
    void onlyTheCodecKnowsJackson() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CODEC)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(contract);
    }

    @Test
    void ofTheCodecOnlyItselfAndWhatItReturnsArePublic() {
        noClasses()
                .that()
                .resideInAPackage(CODEC)
                .and()
                .doNotBelongToAnyOf(Codec.class, Decoded.class)
                .should()
                .bePublic()
                .check(contract);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("dev.parley.(**)").should().beFreeOfCycles().check(contract);
    }

    @Test
    void valuesKnowNothingOfTheirJson() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CODEC)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(CODEC)
                .check(contract);
    }
}
