package org.glmmsql.design;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.correlation.Correlation.Place;
import org.glmmsql.design.ResidualDesign.Scales;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.InvalidDataException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.ResidualPart;
import org.glmmsql.frame.ExprCompiler;
import org.glmmsql.frame.ExprType;
import org.glmmsql.frame.Factor;
import org.glmmsql.frame.Frame;
import org.glmmsql.frame.LongIndex;
import org.glmmsql.frame.MemoryBudget;
import org.glmmsql.frame.RowFunction;
import org.jspecify.annotations.Nullable;

/** Groups and places of the residuals. */
final class ResidualBuilder {
    /** R, its factor and its inverse, products and their gradient. */
    private static final int MATRICES = 7;

    private final ResidualPart part;
    private final Options options;
    private final Frame frame;
    private final ExprCompiler compiler;

    private ResidualBuilder(ResidualPart part, Options options, Frame frame, ExprCompiler compiler) {
        this.part = part;
        this.options = options;
        this.frame = frame;
        this.compiler = compiler;
    }

    /**
     * Null if the model text says nothing of them.
     *
     * @throws GlmmException COLUMN_TYPE for coordinates that are no numbers, NOT_APPLICABLE for a place that is twice in a group or no whole
     *     number
     */
    static @Nullable ResidualDesign build(Options options, Frame frame, ExprCompiler compiler) {
        ResidualPart part = options.residual();
        return part == null ? null : new ResidualBuilder(part, options, frame, compiler).build();
    }

    private ResidualDesign build() {
        Factor groups = part.grouping().isEmpty()
                ? new Factor(List.of("1"), new int[frame.size()])
                : Factor.interaction(part.grouping().stream().map(this::factor).toList());
        Factor places = part.positions().isEmpty()
                ? null
                : Factor.interaction(part.positions().stream().map(this::place).toList());
        double[][] coordinates = places == null ? new double[0][] : coordinates(places);
        if (places != null) {
            requireOnce(groups, places);
        }
        requireMemory(groups);
        boolean each = part.structure().ownScales();
        boolean modelled = options.predictors().containsKey("dispersion");
        Expr by = part.by();
        Factor parameters = by == null ? null : factor(by);
        return new ResidualDesign(
                part.structure(),
                each ? Scales.EACH : by == null || modelled ? Scales.DISPERSION : Scales.ONE,
                part.label(),
                part.group(),
                groups.levels().size(),
                groups.codes(),
                places == null ? List.of() : places.levels(),
                places == null ? null : places.codes(),
                coordinates,
                parameters == null
                        ? List.of("")
                        : parameters.levels().stream()
                                .map(level -> part.by().text() + level)
                                .toList(),
                parameters == null ? new int[groups.levels().size()] : byGroup(groups, parameters));
    }

    /** Of the largest group, where its matrix is formed. @throws GlmmException MEMORY */
    private void requireMemory(Factor groups) {
        if (!part.structure().correlation().isDense()) {
            return;
        }
        int[] size = new int[groups.levels().size()];
        long largest = 0;
        for (int group : groups.codes()) {
            largest = Math.max(largest, ++size[group]);
        }
        MemoryBudget.require(
                MATRICES * Double.BYTES * largest * largest,
                "residual = " + Excerpt.of(part.text()) + " with " + largest
                        + " rows in one group has matrices of so many rows and columns (ar1, ou and ante have none), which need");
    }

    private Factor factor(Expr expr) {
        return FactorLevels.ordered(expr, Factor.of(expr, frame, compiler), options);
    }

    /** Levels in their order; numbers in theirs. */
    private Factor place(Expr expr) {
        return ExprType.of(expr, frame) == ExprType.NUMERIC ? Factor.of(expr, frame, compiler) : factor(expr);
    }

    private double[][] coordinates(Factor places) {
        Place kind = part.structure().place();
        if (kind == Place.ANY || kind == Place.LEVEL) {
            return new double[0][];
        }
        if (kind == Place.STEP && ExprType.of(part.positions().get(0), frame) != ExprType.NUMERIC) {
            return new double[][] {
                Positions.steps(part.label(), part.structure().name(), places.levels())
            };
        }
        double[][] coordinates =
                part.positions().stream().map(expr -> numbers(expr, places)).toArray(double[][]::new);
        if (kind == Place.STEP) {
            Positions.requireWhole(part.label(), part.structure().name(), places.levels(), coordinates[0]);
        }
        return coordinates;
    }

    private double[] numbers(Expr expr, Factor places) {
        if (ExprType.of(expr, frame) != ExprType.NUMERIC) {
            throw new GlmmException(
                    ErrorCode.COLUMN_TYPE,
                    "the position '" + Excerpt.of(expr.text()) + "' of residual = "
                            + part.structure().name()
                            + " is a factor, expected numbers: distances between them count; for levels one step apart use ar1");
        }
        RowFunction value = compiler.compile(expr);
        double[] numbers = new double[places.levels().size()];
        for (int i = 0; i < frame.size(); i++) {
            numbers[places.codes()[i]] = value.at(frame, i);
        }
        return numbers;
    }

    /** @throws InvalidDataException naming the first place that is twice in the first group that has one, whatever order rows come in */
    private void requireOnce(Factor groups, Factor places) {
        LongIndex seen = new LongIndex();
        int width = places.levels().size();
        long first = Long.MAX_VALUE;
        for (int i = 0, distinct = 0; i < frame.size(); i++) {
            long key = (long) groups.codes()[i] * width + places.codes()[i];
            if (seen.add(key) < distinct) {
                first = Math.min(first, key);
            } else {
                distinct++;
            }
        }
        if (first < Long.MAX_VALUE) {
            throw new InvalidDataException(
                    ErrorCode.NOT_APPLICABLE,
                    "residual = " + Excerpt.of(part.text()) + " has two rows at the position "
                            + Excerpt.of(part.label()) + " = "
                            + Excerpt.of(places.levels().get((int) (first % width))) + " of " + Excerpt.of(part.group())
                            + " '" + Excerpt.of(groups.levels().get((int) (first / width)))
                            + "', expected each position once in a group; make the group finer, or aggregate the rows");
        }
    }

    /** @throws InvalidDataException if a group has rows of two levels */
    private int[] byGroup(Factor groups, Factor parameters) {
        int[] least = new int[groups.levels().size()];
        int[] most = new int[least.length];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (int i = 0; i < frame.size(); i++) {
            int group = groups.codes()[i];
            least[group] = Math.min(least[group], parameters.codes()[i]);
            most[group] = Math.max(most[group], parameters.codes()[i]);
        }
        for (int group = 0; group < least.length; group++) {
            if (least[group] < most[group]) {
                throw new InvalidDataException(
                        ErrorCode.NOT_APPLICABLE,
                        "residual = " + Excerpt.of(part.text()) + " has rows of the levels '"
                                + Excerpt.of(parameters.levels().get(least[group])) + "' and '"
                                + Excerpt.of(parameters.levels().get(most[group])) + "' in "
                                + Excerpt.of(part.group()) + " '"
                                + Excerpt.of(groups.levels().get(group))
                                + "', expected one level of the factor of by = in each group");
            }
        }
        return least;
    }
}
