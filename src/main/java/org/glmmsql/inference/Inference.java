package org.glmmsql.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.inference.ContrastMethod.Contrast;
import org.glmmsql.inference.GridMeans.Cell;
import org.glmmsql.inference.GridOptions.Average;
import org.glmmsql.inference.GridOptions.Type;
import org.glmmsql.model.FittedModel;

/** Means, contrasts and slopes of a fitted model at its reference grid. */
public final class Inference {
    private static final List<String> LOG_LINKS = List.of("log", "logit", "cloglog", "loglog");

    private Inference() {}

    /**
     * Estimated marginal means.
     *
     * @param spec {@code a b | c}
     * @throws GlmmException SYNTAX, UNKNOWN_OPTION, BAD_OPTION_VALUE, UNKNOWN_COLUMN, UNKNOWN_LEVEL, NOT_APPLICABLE, NOT_FITTED
     */
    public static List<Estimate> means(FittedModel model, String spec, String options) {
        String function = "glmm_means";
        Spec parsed = Spec.parse(function, spec, false);
        GridOptions given = GridOptions.parse(function, options, GridOptions.OF_MEANS);
        MeanPredictor mean = MeanPredictor.of(model);
        Wald wald = new Wald(mean, given.df(), given.confLevel());
        boolean through = given.type() == Type.RESPONSE && given.average() == Average.LINK;
        return new GridMeans(mean, parsed, parsed.names(), given)
                .means().stream()
                        .map(cell ->
                                wald.alone(cell.label(), cell.levels(), cell.quantity(), through ? mean.link : null))
                        .toList();
    }

    /** Contrasts of means, or of slopes. @param spec {@code method ~ a b | c} @throws GlmmException as {@link #means} */
    public static List<Estimate> contrasts(FittedModel model, String spec, String options) {
        String function = "glmm_contrasts";
        Spec parsed = Spec.parse(function, spec, true);
        GridOptions given = GridOptions.parse(function, options, GridOptions.OF_CONTRASTS);
        MeanPredictor mean = MeanPredictor.of(model);
        requirePairs(parsed.method(), given.adjust());
        if (given.type() == Type.RATIO && !LOG_LINKS.contains(mean.link.name())) {
            throw GridOptions.notApplicable(
                    "type = ratio is e to the power of a contrast, which is a ratio where the link is a logarithm; the link is "
                            + mean.link.name() + ", use type = link or response");
        }
        GridMeans grid = new GridMeans(mean, parsed, parsed.names(), given);
        boolean slopes = !given.slope().isEmpty();
        List<Cell> cells = slopes ? grid.slopes(given.slope()) : grid.means();
        boolean through = given.type() == Type.RESPONSE && given.average() == Average.LINK && !slopes;
        Map<String, List<Cell>> groups = new LinkedHashMap<>();
        cells.forEach(cell ->
                groups.computeIfAbsent(cell.by(), by -> new ArrayList<>()).add(cell));
        Wald wald = new Wald(mean, given.df(), given.confLevel());
        List<Estimate> rows = new ArrayList<>();
        groups.forEach((by, group) -> {
            List<Contrast> contrasts = ContrastMethod.of(
                    parsed.method(),
                    group.stream().map(Cell::label).toList(),
                    given.type() == Type.RATIO && !parsed.method().equals("eff"));
            List<Quantity> means = group.stream()
                    .map(cell -> through ? grid.response(cell.quantity()) : cell.quantity())
                    .toList();
            rows.addAll(wald.together(
                    contrasts.stream().map(Contrast::name).toList(),
                    by,
                    contrasts.stream()
                            .map(contrast -> Quantity.sum(means, contrast.weights(), mean.columns()))
                            .toList(),
                    group.size(),
                    given.adjust(),
                    given.type()));
        });
        return rows;
    }

    private static void requirePairs(String method, Adjustment adjust) {
        if (adjust == Adjustment.TUKEY && !ContrastMethod.isOfPairs(method)) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "adjust = tukey is of all pairs of means, pairwise or revpairwise; use sidak, holm or scheffe for '"
                            + method + "'");
        }
    }

    /** Slopes by a number. @param spec {@code x | c} @throws GlmmException as {@link #means}; COLUMN_TYPE for a factor */
    public static List<Estimate> slopes(FittedModel model, String spec, String options) {
        String function = "glmm_slopes";
        Spec parsed = Spec.parse(function, spec, false);
        GridOptions given = GridOptions.parse(function, options, GridOptions.OF_SLOPES);
        if (parsed.names().size() != 1) {
            throw new GlmmException(
                    ErrorCode.SYNTAX, "glmm_slopes takes one number before the bar, as in 'x | a', not '" + spec + "'");
        }
        MeanPredictor mean = MeanPredictor.of(model);
        String number = parsed.names().get(0);
        Wald wald = new Wald(mean, given.df(), given.confLevel());
        return new GridMeans(mean, parsed, List.of(), given)
                .slopes(number).stream()
                        .map(cell -> wald.alone(number, cell.levels(), cell.quantity(), null))
                        .toList();
    }
}
