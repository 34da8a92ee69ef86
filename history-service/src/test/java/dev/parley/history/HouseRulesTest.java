package dev.parley.history;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.parley.history.database.Reads;
import dev.parley.history.paging.PageAnswer;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.persistence.Entity;
import org.hibernate.annotations.Immutable;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
    private static final JavaClasses HISTORY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.parley.history");

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.parley.history.(*)..").should().beFreeOfCycles().check(HISTORY);
    }

    @Test
    void foundations_know_no_feature() {
        noClasses()
                .that()
                .resideInAnyPackage("..access..", "..database..", "..paging..", "..problems..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..rooms..", "..messages..", "..events..", "..search..", "..people..", "..gateways..")
                .check(HISTORY);
    }

    @Test
    void only_the_bounded_reads_reach_the_database() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Reads.class)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Pool.class)
                .check(HISTORY);
    }

    @Test
    void rows_are_never_written() {
        classes()
                .that()
                .areAnnotatedWith(Entity.class)
                .should()
                .beAnnotatedWith(Immutable.class)
                .check(HISTORY);
    }

    @Test
    void paging_is_plain_java_but_for_its_http_side() {
        noClasses()
                .that()
                .resideInAPackage("..paging..")
                .and()
                .doNotBelongToAnyOf(PageAnswer.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "io.vertx..", "jakarta..", "org.hibernate..", "org.jboss..")
                .check(HISTORY);
    }
}
