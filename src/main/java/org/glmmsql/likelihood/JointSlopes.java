package org.glmmsql.likelihood;

import org.glmmsql.random.RandomLaw;

/** du/dpsi at the modes of a {@link JointPoint} with its derivatives and the factor of H in hand: H^-1 times what psi does to dh/du. */
final class JointSlopes {
    private final JointPoint point;
    private final ModelData data;
    private final double[][] weighted;

    JointSlopes(JointPoint point) {
        this.point = point;
        data = point.data;
        weighted = new double[data.predictors().size()][];
        for (int s : point.f.random) weighted[s] = new double[data.n()];
    }

    /** By the coefficients of the mean, where these are not integrated out, and by thresholds. */
    double[][] byFollowed() {
        double[][] slopes = new double[data.followed()][];
        for (int k = 0; k < slopes.length; k++) {
            int place = k;
            data.forEachColumn(k, (s, x) -> add(byColumn(s, x), place, slopes));
            point.factorization.solve(slopes[k]);
        }
        return slopes;
    }

    private static void add(double[] slope, int place, double[][] slopes) {
        if (slopes[place] == null) slopes[place] = slope;
        else for (int i = 0; i < slope.length; i++) slopes[place][i] += slope[i];
    }

    /** By the parameters of the likelihood, the last ones of psi. */
    double[][] byParameters(int size) {
        int first = data.size() - size;
        double[][] slopes = new double[size][];
        for (int s = 0; s < data.predictors().size(); s++) {
            PredictorData predictor = data.predictors().get(s);
            for (int k = 0; k < predictor.x().length; k++) {
                int place = predictor.coefficient()[k] - first;
                if (place < 0) continue;
                add(byColumn(s, predictor.x()[k]), place, slopes);
            }
        }
        double[] zFirst = point.cross.scores(point.firsts());
        for (int e = 0; e < point.structure.terms.size(); e++) byTheta(e, zFirst, first, slopes);
        for (double[] slope : slopes) point.factorization.solve(slope);
        return slopes;
    }

    /** Lambda' Z' (l'' x) for a column of predictor s, l'' between s and the effects' own. */
    private double[] byColumn(int s, double[] x) {
        for (int u : point.f.random) {
            double[] second = point.f.second(s, u);
            for (int i = 0; i < x.length && i < second.length; i++) weighted[u][i] = second[i] * x[i];
        }
        double[] slope = point.cross.scores(weighted);
        point.cross.multiplyLambda(point.lambdas, slope, true);
        return slope;
    }

    /** dLambda' Z'l' + Lambda' Z' diag(l'') Z dLambda u for each parameter of a term. */
    private void byTheta(int e, double[] zFirst, int first, double[][] slopes) {
        BlockStructure structure = point.structure;
        TermData term = structure.term(e);
        double[][] lambdaSlopes = term.lambdaSlopes(point.psi);
        for (int k = 0; k < lambdaSlopes.length; k++) {
            double[][] only = new double[point.lambdas.length][];
            for (int f = 0; f < only.length; f++) only[f] = new double[point.lambdas[f].length];
            only[e] = lambdaSlopes[k];
            double[][] shift = new double[weighted.length][];
            for (int s : point.f.random) shift[s] = new double[data.n()];
            point.addRandom(only, point.u, shift);
            double[] slope = byColumn(term.predictor(), shift[term.predictor()]);
            int q = term.q();
            for (int l = 0; l < term.m(); l++) {
                int from = structure.scalarStart[e] + l * q;
                int at = term.at(l);
                for (int i = 0; i < q; i++)
                    for (int j = 0; j < q; j++) slope[from + j] += lambdaSlopes[k][at + i * q + j] * zFirst[from + i];
                if (term.law().dependsOnTheta()) slope[from + k] += point.law[from + k][RandomLaw.F1_T];
            }
            slopes[term.thetaFrom() + k - first] = slope;
        }
    }
}
