-- The tour of README.md: its statements, and below them what they print. A test holds both the same.

CREATE TABLE disease AS
  SELECT glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd), family = binomial',
                  incidence, size, period, herd) AS model
  FROM cbpp;

SELECT term, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error, round(statistic, 2) AS z
  FROM glmm_fixef((SELECT model FROM disease));

SELECT group_name, term1, round(variance, 3) AS variance, round(sd_or_corr, 3) AS sd
  FROM glmm_varcorr((SELECT model FROM disease));
-- | term         estimate  std_error      z
-- | (Intercept)    -1.399      0.232  -6.02
-- | period2        -0.992      0.307  -3.24
-- | period3        -1.129      0.327  -3.46
-- | period4         -1.58      0.427   -3.7
-- |
-- | group_name  term1        variance     sd
-- | herd        (Intercept)     0.412  0.642

SELECT label AS period, round(estimate, 3) AS probability, round(conf_low, 3) AS low, round(conf_high, 3) AS high
  FROM glmm_means((SELECT model FROM disease), 'period', 'type = response');

SELECT contrast, round(estimate, 3) AS odds_ratio, round(p_value, 4) AS p_value, round(conf_low, 3) AS low, round(conf_high, 3) AS high
  FROM glmm_contrasts((SELECT model FROM disease), 'trt.vs.ctrl ~ period', 'type = ratio, adjust = sidak');

SELECT term, round(statistic, 2) AS chi_squared, num_df FROM glmm_terms((SELECT model FROM disease), 'type = 3');
-- | period  probability    low   high
-- | 1             0.198  0.135   0.28
-- | 2             0.084  0.047  0.144
-- | 3             0.074   0.04  0.132
-- | 4             0.048  0.021  0.106
-- |
-- | contrast  odds_ratio  p_value    low   high
-- | 2 / 1          0.371   0.0036  0.178  0.771
-- | 3 / 1          0.323   0.0016  0.148  0.706
-- | 4 / 1          0.206   0.0007  0.074  0.571
-- |
-- | term    chi_squared  num_df
-- | period        24.95       3

SELECT glmm_summary(glmm_fit('reaction ~ days + (days | subject), method = REML', reaction, days, subject)) FROM sleepstudy;
-- | Generalized linear mixed model fit by REML
-- |  Family: gaussian ( identity )
-- | Formula: reaction ~ days + (days | subject)
-- |
-- |    AIC     BIC  logLik  -2*log(L)  df.resid
-- | 1755.6  1774.8  -871.8     1743.6       174
-- |
-- | Scaled residuals:
-- |     Min       1Q  Median      3Q     Max
-- | -3.9536  -0.4634  0.0231  0.4634  5.1793
-- |
-- | Random effects:
-- | Groups    Name         Variance  Std.Dev.  Corr
-- | subject   (Intercept)    612.09    24.740
-- |           days            35.07     5.922  0.07
-- | Residual                 654.94    25.592
-- | Number of obs: 180, groups: subject, 18
-- |
-- | Fixed effects:
-- |              Estimate  Std. Error    df  t value  Pr(>|t|)
-- | (Intercept)   251.405       6.825  17.0   36.838    <2e-16  ***
-- | days           10.467       1.546  17.0    6.771  3.26e-06  ***
-- | ---
-- | Signif. codes:  0 '***' 0.001 '**' 0.01 '*' 0.05 '.' 0.1 ' ' 1
-- |
-- | t tests of the fixed effects by Satterthwaite's degrees of freedom

CREATE TABLE rates AS
  SELECT glmm_fit('y ~ x + offset(log(exposure)) + (1 | g), family = poisson', y, x, exposure, g) AS model
  FROM visits;

SELECT term, round(exp(estimate), 3) AS rate_ratio, round(exp(conf_low), 3) AS low, round(exp(conf_high), 3) AS high
  FROM glmm_fixef((SELECT model FROM rates));

SELECT status, nobs, n_groups, round(log_lik, 3) AS log_lik, round(aic, 2) AS aic, is_singular
  FROM glmm_glance((SELECT model FROM rates));
-- | term         rate_ratio    low   high
-- | (Intercept)       0.333  0.284  0.389
-- | x                 1.453  1.382  1.529
-- |
-- | status  nobs  n_groups   log_lik      aic  is_singular
-- | ok       360        60  -718.287  1442.57  false

CREATE TABLE fits AS
  SELECT urban, glmm_fit('use ~ age + livch + (1 | district), family = binomial', use, age, livch, district) AS model
  FROM contraception
  GROUP BY urban;

SELECT urban, term, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error
  FROM glmm_fixef_by('SELECT urban, model FROM fits') WHERE term LIKE 'livch%' ORDER BY urban, term;

SELECT c.urban, c.livch, round(avg(glmm_predict(f.model, '', c.age, c.livch, c.district)), 3) AS mean_probability
  FROM contraception c JOIN fits f ON c.urban = f.urban
  GROUP BY c.urban, c.livch ORDER BY c.urban, c.livch;

CREATE VIEW effects AS
  SELECT urban, term, estimate, conf_low, conf_high FROM glmm_tidy_by('SELECT urban, model FROM fits');
SELECT urban, term, round(exp(estimate), 2) AS odds_ratio, round(exp(conf_low), 2) AS low, round(exp(conf_high), 2) AS high
  FROM effects WHERE term LIKE 'livch%' ORDER BY urban, term;
-- | urban  term     estimate  std_error
-- | N      livch1        1.3      0.205
-- | N      livch2      1.562      0.222
-- | N      livch3+     1.538      0.232
-- | Y      livch1      0.869      0.261
-- | Y      livch2      1.057      0.304
-- | Y      livch3+       1.1      0.305
-- |
-- | urban  livch  mean_probability
-- | N          0             0.179
-- | N          1             0.405
-- | N          2              0.44
-- | N         3+             0.378
-- | Y          0             0.391
-- | Y          1              0.58
-- | Y          2               0.6
-- | Y         3+             0.552
-- |
-- | urban  term     odds_ratio   low  high
-- | N      livch1         3.67  2.45  5.49
-- | N      livch2         4.77  3.09  7.37
-- | N      livch3+        4.66  2.95  7.33
-- | Y      livch1         2.38  1.43  3.98
-- | Y      livch2         2.88  1.59  5.22
-- | Y      livch3+         3.0  1.65  5.46
