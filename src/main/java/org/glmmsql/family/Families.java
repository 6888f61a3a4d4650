package org.glmmsql.family;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Registry;
import org.jspecify.annotations.Nullable;

/** The families a model text can name. */
public final class Families {
    private static final Family GAUSSIAN = new GaussianFamily();

    private static final Registry<Family> REGISTRY = new Registry<>(
            "family",
            Family::name,
            List.of(
                    GAUSSIAN,
                    new BinomialFamily(),
                    new PoissonFamily(),
                    new GammaFamily(),
                    new InverseGaussianFamily(),
                    new NegativeBinomialFamily(),
                    new BetaFamily(),
                    new BetaBinomialFamily(),
                    new OrderedBetaFamily(),
                    new StudentFamily(),
                    new LognormalFamily(),
                    new SkewNormalFamily(),
                    new TweedieFamily()));

    /** Families made of others, by the parameter that they add. */
    private static final Map<String, Combinator> COMBINATORS =
            Map.of(WithZerosFamily.ZERO.name(), new Combinator(WithZerosFamily::takes, WithZerosFamily::of));

    private record Combinator(Predicate<Family> takes, UnaryOperator<Family> make) {}

    private Families() {}

    /** @throws org.glmmsql.error.GlmmException UNKNOWN_FAMILY listing the families and the nearest spelling */
    public static Family byName(String name) {
        return REGISTRY.get(name);
    }

    /**
     * The family with predictors for these parameters: its own, or those of a family made of it, such as {@code zero} of counts with
     * more zeros, and of positive responses with zeros beside them.
     *
     * @param name as a model text has it; null where it names none, and means gaussian
     * @throws GlmmException UNKNOWN_FAMILY; NOT_APPLICABLE for a parameter that it has not
     */
    public static Family of(@Nullable String name, Collection<String> parameters) {
        Family family = name == null ? GAUSSIAN : byName(name);
        for (String parameter : parameters) {
            if (family.parameters().stream().noneMatch(p -> p.name().equals(parameter))) {
                Combinator combinator = COMBINATORS.get(parameter);
                if (combinator == null || !combinator.takes.test(family)) {
                    throw new GlmmException(
                            ErrorCode.NOT_APPLICABLE,
                            "family " + family.name() + " has no " + parameter + " to model; leave " + parameter
                                    + " = out");
                }
                family = combinator.make.apply(family);
            }
        }
        return family;
    }

    /** Canonical names. */
    public static List<String> names() {
        return REGISTRY.names();
    }
}
