package org.glmmsql;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glmmsql.engine.Engine;
import org.glmmsql.value.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data flows one way: text and columns to design to likelihood to model to SQL to the databases. */
class ArchitectureTest {
    private static final String BASE = "org.glmmsql.";

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages("org.glmmsql", "org.duckdb");

    /** What each package may use, besides {@code error}. A package that is not listed may not exist. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("error", Set.of()),
            Map.entry("formula", Set.of("correlation", "random")),
            Map.entry("frame", Set.of("formula")),
            Map.entry("design", Set.of("correlation", "formula", "frame", "random")),
            // the families see the response, a value of the design
            Map.entry("family", Set.of("design", "special")),
            Map.entry("correlation", Set.of("special")),
            Map.entry("random", Set.of("special", "correlation")),
            Map.entry("special", Set.of()),
            Map.entry("optimize", Set.of()),
            Map.entry("parallel", Set.of()),
            Map.entry("likelihood", Set.of("correlation", "design", "family", "random", "parallel")),
            // a model keeps the recipe of its design and predicts through the link of its family
            Map.entry("model", Set.of("correlation", "formula", "frame", "design", "family", "random")),
            // what follows from a model without its data
            Map.entry("inference", Set.of("formula", "frame", "design", "family", "model", "special")),
            Map.entry(
                    "fit",
                    Set.of(
                            "correlation",
                            "formula",
                            "frame",
                            "design",
                            "family",
                            "random",
                            "likelihood",
                            "optimize",
                            "parallel",
                            "model")),
            Map.entry("value", Set.of("frame")),
            Map.entry("function", Set.of("frame", "model", "value")),
            Map.entry("sql", Set.of("formula", "frame", "design", "fit", "inference", "model", "parallel", "function")),
            Map.entry("api", Set.of("frame", "model", "value", "function", "sql")),
            Map.entry("engine", Set.of("function")),
            // H2 finds the functions by name, and they the catalogue
            Map.entry("engine.h2", Set.of("model", "value", "function", "engine", "sql")),
            Map.entry("engine.duckdb", Set.of("frame", "model", "value", "function", "engine", "parallel")),
            Map.entry("engine.sqlite", Set.of("function", "engine")),
            Map.entry("engine.spark", Set.of("model", "value", "function", "engine", "sql")),
            Map.entry("jdbc", Set.of("sql", "engine")),
            Map.entry("cli", Set.of("model", "function", "sql", "engine", "jdbc")));

    static Stream<String> packages() {
        return CODE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(BASE))
                .map(name -> name.substring(BASE.length()))
                .distinct()
                .sorted();
    }

    @Test
    void everyPackageHasItsPlace() {
        assertThat(packages()).isSubsetOf(MAY_USE.keySet()).contains("formula", "design", "family", "fit", "model");
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packagesUseOnlyWhatIsUpstream(String name) {
        String[] allowed = Stream.concat(Stream.of(name, "error"), MAY_USE.get(name).stream())
                .map(BASE::concat)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(BASE + name)
                .should()
                .dependOnClassesThat(resideInAPackage("org.glmmsql..").and(not(resideInAnyPackage(allowed))))
                .check(CODE);
    }

    /** What may be used and is not, is a door that stands open. */
    @ParameterizedTest
    @MethodSource("packages")
    void packagesUseAllThatTheyMay(String name) {
        Set<String> used = CODE.stream()
                .filter(c -> c.getPackageName().equals(BASE + name))
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .map(d -> d.getTargetClass().getBaseComponentType().getPackageName())
                .filter(target -> target.startsWith(BASE))
                .map(target -> target.substring(BASE.length()))
                .collect(Collectors.toSet());
        assertThat(used).containsAll(MAY_USE.get(name));
    }

    /** The first drawing of DESIGN.md, less what follows from others. */
    @Test
    void theDrawingIsWhatIsAllowed() throws IOException {
        String design = Files.readString(Path.of("DESIGN.md"));
        int from = design.indexOf("flowchart");
        assertThat(design.substring(from, design.indexOf("```", from))
                        .lines()
                        .skip(1)
                        .map(String::strip))
                .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet().stream()
                        .flatMap(user -> MAY_USE.get(user).stream()
                                .filter(used -> MAY_USE.get(user).stream()
                                        .noneMatch(other -> upstream(other).contains(used)))
                                .map(used -> used + " --> " + user))
                        .toList());
    }

    private static Set<String> upstream(String name) {
        return MAY_USE.get(name).stream()
                .flatMap(used -> Stream.concat(Stream.of(used), upstream(used).stream()))
                .collect(Collectors.toSet());
    }

    @Test
    void noTwoPackagesDependOnEachOther() {
        slices().matching(BASE + "(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void onlyEnginesAndWhatIsBehindThemKnowJdbc() {
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + "engine..", BASE + "jdbc..", BASE + "cli..", "org.duckdb..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("java.sql..", "javax.sql..", "org.h2..", "org.duckdb..", "org.sqlite..")
                                .and(not(isAValueOfJdbc())))
                .check(CODE);
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + "engine..", BASE + "jdbc..", BASE + "cli..")
                .and(not(belongToAnyOf(Values.class)))
                .should()
                .dependOnClassesThat(isAValueOfJdbc())
                .check(CODE);
    }

    /** What a driver may give for a cell; one class makes numbers and texts of all such. */
    private static DescribedPredicate<JavaClass> isAValueOfJdbc() {
        return belongToAnyOf(Date.class, Time.class, Timestamp.class, Blob.class, Clob.class, SQLException.class);
    }

    @Test
    void everyEngineKnowsItsOwnDatabaseOnly() {
        Map<String, String> databases = Map.of("h2", "org.h2..", "sqlite", "org.sqlite..");
        databases.forEach((engine, database) -> noClasses()
                .that()
                .resideInAPackage("org.glmmsql..")
                .and()
                .resideOutsideOfPackage(BASE + "engine." + engine)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(database)
                .check(CODE));
    }

    /** Its package may be in one module only, and another class loader may have it: {@code DriverInside} reaches it by name. */
    @Test
    void noClassNeedsTheDuckDbDriverToBeLoaded() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.duckdb..")
                .check(CODE);
        assertThat(CODE.stream().map(JavaClass::getPackageName)).noneMatch(name -> name.startsWith("org.duckdb"));
    }

    /** An adapter is found beside the driver of another database alone. */
    @Test
    void adaptersNeedNoDriverToBeLoaded() {
        noClasses()
                .that()
                .implement(Engine.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.h2..", "org.duckdb..", "org.sqlite..")
                .check(CODE);
    }

    /** A parallel stream throws while others still read: memory of an engine would be taken back under them. */
    @Test
    void workIsSharedOutInOnePlace() {
        noClasses()
                .that()
                // the caller's own thread is asked whether it was interrupted
                .resideOutsideOfPackages(BASE + "parallel..", BASE + "cli..", BASE + "api..")
                .should()
                .callMethodWhere(target(name("parallel").or(name("parallelStream"))))
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.concurrent\\.(Executor|ForkJoin|CompletableFuture|ThreadPool).*")
                .check(CODE);
    }

    @Test
    void allPackagesAreNullMarked() {
        classes()
                .that()
                .haveSimpleName("package-info")
                .and()
                .resideInAPackage("org.glmmsql..")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                .check(CODE);
        Set<String> marked = CODE.stream()
                .filter(c -> c.getSimpleName().equals("package-info"))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        assertThat(packages().map(BASE::concat)).isSubsetOf(marked);
    }

    @Test
    void nothingPrintsButTheCommandLine() {
        noClasses()
                .that()
                .resideInAPackage("org.glmmsql..")
                .and()
                .resideOutsideOfPackage(BASE + "cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CODE);
    }
}
