package org.glmmsql.recipe;

import java.nio.file.Path;
import org.glmmsql.family.DensityTest;
import org.glmmsql.family.LinkTest;
import org.glmmsql.likelihood.GradientTest;
import org.glmmsql.random.RandomLawTest;
import org.glmmsql.random.StructureTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CONTRIBUTING's recipes for a family, a link, a law and a structure: a file, a line in the registry, and models of it are fitted, told and predicted in
 * SQL; the tests that run over everything registered take it in as they are, derivatives and gradients among them.
 */
class AddAnEntryTest {
    @TempDir
    private Path directory;

    @Test
    void aFamilyOfTwoParameters() throws Exception {
        try (ExtendedLibrary library = new ExtendedLibrary(
                directory, "LogisticFamily", "family/Families", "new BellFamily()", ", new LogisticFamily()")) {
            library.passes("logistic", ToyChecks.class, LinkTest.class, GradientTest.class);
            library.passes("LogisticFamily", DensityTest.class);
        }
    }

    @Test
    void aLink() throws Exception {
        try (ExtendedLibrary library = new ExtendedLibrary(
                directory, "SoftplusLink", "family/PoissonFamily", "PowerLink.SQRT", ", new SoftplusLink()")) {
            library.passes("softplus", ToyChecks.class, LinkTest.class, GradientTest.class, DensityTest.class);
        }
    }

    @Test
    void aLawOfRandomEffects() throws Exception {
        try (ExtendedLibrary library = new ExtendedLibrary(
                directory, "HarmonicLaw", "random/RandomLaws", "new NormalLaw(),", "new HarmonicLaw(),")) {
            library.passes("harmonic", ToyChecks.class, GradientTest.class);
            library.passes("HarmonicLaw", RandomLawTest.class);
        }
    }

    @Test
    void aCovarianceStructure() throws Exception {
        try (ExtendedLibrary library = new ExtendedLibrary(
                directory, "WalkStructure", "random/Structures", "new Unstructured(),", "new WalkStructure(),")) {
            library.passes("walk", ToyChecks.class, GradientTest.class);
            library.passes("WalkStructure", StructureTest.class);
        }
    }
}
