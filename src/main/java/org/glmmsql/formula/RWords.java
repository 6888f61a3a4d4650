package org.glmmsql.formula;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Words of R's formulas and model functions that have no place in a model text, and what to write instead. */
final class RWords {
    private static final Map<String, String> FUNCTIONS = Map.ofEntries(
            Map.entry("reorder", "write the option levels = (x: 'first', 'second', ...)"),
            Map.entry("ordered", "write the options levels = (x: 'low', 'high', ...) and contrasts = (x: poly)"),
            Map.entry("C", "write the option contrasts = (x: sum)"),
            Map.entry("as.character", "write the column itself: text is a factor, and factor(x) makes one of a number"),
            Map.entry("as.logical", "write a comparison such as I(x == 1)"),
            Map.entry("as.Date", "cast the column in the query: CAST(x AS DATE)"),
            Map.entry("ifelse", "compute it in the query: CASE WHEN ... THEN ... ELSE ... END"),
            Map.entry("cut", "compute it in the query: CASE WHEN ... THEN ... ELSE ... END"),
            Map.entry("c", "write text in an option as (f: 'a', 'b'), and compute vectors in the query"),
            Map.entry("s", "smooth terms are not estimated; write ns(x, 4) or poly(x, 3)"),
            Map.entry("te", "smooth terms are not estimated; write ns(x, 4) or poly(x, 3)"),
            Map.entry("glmer.nb", "the family is nbinom2"),
            Map.entry("glm.nb", "the family is nbinom2"),
            Map.entry("clmm", "ordinal models are not estimated; compare two levels, as in I(y >= 3) ~ x"),
            Map.entry("gam", "smooth terms are not estimated; write ns(x, 4) or poly(x, 3)"),
            Map.entry("Surv", "survival models are not estimated"));

    private static final String SEARCH =
            "how the maximum is searched for is decided by max_iterations, tolerance and threads alone";
    private static final String RESULT = "what is kept of a fit is decided by the option ranef alone";
    private static final String STARTS = "starting values are found from the data";
    private static final String ROWS = "the rows are those of the query";

    private static final Map<String, String> ARGUMENTS = Map.ofEntries(
            Map.entry("data", ROWS),
            Map.entry("ddf", "the name is df"),
            Map.entry("subset", ROWS + ", filter them in its WHERE"),
            Map.entry("control", SEARCH),
            Map.entry("verbose", SEARCH),
            Map.entry("optimizer", SEARCH),
            Map.entry("parallel", SEARCH),
            Map.entry("sparse", SEARCH),
            Map.entry("sparsex", SEARCH),
            Map.entry("maxit", "the name is max_iterations"),
            Map.entry("conv", "the name is tolerance"),
            Map.entry("start", STARTS),
            Map.entry("startval", STARTS),
            Map.entry("mustart", STARTS),
            Map.entry("etastart", STARTS),
            Map.entry("map", "no parameter can be held fixed"),
            Map.entry("se", RESULT),
            Map.entry("model", RESULT),
            Map.entry("x", RESULT),
            Map.entry("y", RESULT),
            Map.entry("qr", RESULT),
            Map.entry("devfunonly", RESULT),
            Map.entry("dofit", RESULT),
            Map.entry("calc.like", RESULT),
            Map.entry("singular.ok", "columns that others determine are dropped and reported"),
            Map.entry("drop.unused.levels", "levels without a row are always left out"),
            Map.entry("xlev", "the name is levels"),
            Map.entry("link", "a link stands behind its family, as in binomial(probit)"),
            Map.entry("formula", "the formula is the first thing of the text"),
            Map.entry("fixed", "the formula is the first thing of the text"),
            Map.entry("rand.family", "the name is random"),
            Map.entry("dispformula", "the name is dispersion"),
            Map.entry("disp", "the name is dispersion"),
            Map.entry("zi", "the name is zero"),
            Map.entry("ziformula", "the name is zero"),
            Map.entry("correlation", "rows of a group are correlated by its random effects alone"));

    private RWords() {}

    /** What to write instead of a function of R. */
    static Optional<String> insteadOf(String function) {
        String option = function.toLowerCase(Locale.ROOT).replace('.', '_');
        return OptionsParser.names().contains(option)
                ? Optional.of("it is an option, which stands behind the formula: , " + option + " = ...")
                : Optional.ofNullable(FUNCTIONS.get(function));
    }

    /** Why an argument of R's functions, in lower case, has no place here; empty if it is no argument there. */
    static Optional<String> reasonAgainst(String argument) {
        return Optional.ofNullable(ARGUMENTS.get(argument));
    }
}
