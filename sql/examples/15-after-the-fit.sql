-- After the fit: what follows from the stored models alone. A trial of a drug against seizures, and the herds of cbpp.
CREATE TABLE herds AS
  SELECT glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd), family = binomial', incidence, size, period, herd) AS model
  FROM cbpp;

-- how likely a cow falls ill in each period, in a herd as any other, with limits
SELECT label AS period, round(estimate, 4) AS probability, round(conf_low, 4) AS conf_low, round(conf_high, 4) AS conf_high
  FROM glmm_means((SELECT model FROM herds), 'period', 'type = response');
-- | period  probability  conf_low  conf_high
-- |      1        0.198    0.1354     0.2803
-- |      2       0.0839    0.0475      0.144
-- |      3        0.074    0.0401     0.1324
-- |      4       0.0484    0.0214     0.1057

-- odds ratios of the later periods to the first, p-values and limits for three of them at once
SELECT contrast, round(estimate, 3) AS odds_ratio, round(p_value, 4) AS p_value, round(conf_low, 3) AS conf_low, round(conf_high, 3) AS conf_high
  FROM glmm_contrasts((SELECT model FROM herds), 'trt.vs.ctrl ~ period', 'type = ratio, adjust = sidak');
-- | contrast  odds_ratio  p_value  conf_low  conf_high
-- |    2 / 1       0.371   0.0036     0.178      0.771
-- |    3 / 1       0.323   0.0016     0.148      0.706
-- |    4 / 1       0.206   0.0007     0.074      0.571

-- does the period matter, and do the last three differ?
SELECT term, round(statistic, 3) AS chi_squared, num_df, p_value < 0.001 AS significant FROM glmm_terms((SELECT model FROM herds));
-- | term    chi_squared  num_df  significant
-- | period       24.949       3  true
SELECT label, round(statistic, 3) AS statistic, num_df, round(p_value, 3) AS p_value
  FROM glmm_test((SELECT model FROM herds), 'period2 = period3, period3 = period4');
-- | label              statistic  num_df  p_value
-- | period2 = period3      0.358    NULL     0.72
-- | period3 = period4      0.933    NULL    0.351
-- | joint                  1.575       2    0.455

-- is there anything odd about the fit?
SELECT checked, round(found, 2) AS found, verdict FROM glmm_check((SELECT model FROM herds)) WHERE checked NOT IN ('convergence', 'conditioning');
-- | checked             found  verdict
-- | singularity           0.0  ok
-- | rows per parameter   11.2  ok
-- | levels of herd       15.0  ok
-- | collinearity          1.0  ok
-- | dispersion           1.24  ok

-- three models of the seizures: does a negative binomial law fit better, or zeros of another kind?
CREATE TABLE candidates AS
  SELECT 'poisson' AS name, glmm_fit('y ~ trt + period + (1 | subject), family = poisson', y, trt, period, subject) AS model FROM seizures
  UNION ALL
  SELECT 'nbinom2', glmm_fit('y ~ trt + period + (1 | subject), family = nbinom2', y, trt, period, subject) FROM seizures
  UNION ALL
  SELECT 'zip', glmm_fit('y ~ trt + period + (1 | subject), family = poisson, zero = ~ 1', y, trt, period, subject) FROM seizures;
SELECT model, npar, round(aicc, 2) AS aicc, round(delta, 2) AS delta, round(weight, 4) AS weight
  FROM glmm_compare('SELECT name, model FROM candidates');
-- | model    npar     aicc  delta  weight
-- | nbinom2     5  1320.89    0.0     1.0
-- | zip         5  1384.36  63.47     0.0
-- | poisson     4  1400.94  80.05     0.0
SELECT name, round(dispersion_ratio, 2) AS dispersion_ratio, zeros_observed, round(zeros_expected, 1) AS zeros_expected
  FROM glmm_quality_by('SELECT name, model FROM candidates') ORDER BY name;
-- | name     dispersion_ratio  zeros_observed  zeros_expected
-- | nbinom2              0.72            23.0            15.2
-- | poisson              1.54            23.0            12.0
-- | zip                  1.07            23.0            19.7

-- the ratio of means of the drug to the placebo, of each of them
SELECT name, contrast, round(estimate, 3) AS ratio, round(conf_low, 3) AS conf_low, round(conf_high, 3) AS conf_high
  FROM glmm_contrasts_by('SELECT name, model FROM candidates', 'trt.vs.ctrl ~ trt', 'type = ratio') ORDER BY name;
-- | name     contrast             ratio  conf_low  conf_high
-- | nbinom2  progabide / placebo   0.75     0.457       1.23
-- | poisson  progabide / placebo   0.75     0.457      1.231
-- | zip      progabide / placebo  0.731     0.451      1.187

-- slopes: how much slower each day makes a driver, tested with Satterthwaite's degrees of freedom, and whether days differ between drivers at all
CREATE TABLE drivers AS
  SELECT glmm_fit('reaction ~ days + (days | subject), method = REML, df = satterthwaite', reaction, days, subject) AS large,
         glmm_fit('reaction ~ days + (1 | subject), method = REML', reaction, days, subject) AS small
  FROM sleepstudy;
SELECT label, round(estimate, 3) AS slope, round(df, 1) AS df, round(conf_low, 3) AS conf_low, round(conf_high, 3) AS conf_high
  FROM glmm_slopes((SELECT large FROM drivers), 'days');
-- | label   slope    df  conf_low  conf_high
-- | days   10.467  17.0     7.206     13.729
SELECT npar, round(statistic, 3) AS statistic, df, p_mixture < 0.001 AS significant
  FROM glmm_anova((SELECT small FROM drivers), (SELECT large FROM drivers), 'mixture = true');
-- | npar  statistic    df  significant
-- |    4       NULL  NULL  NULL
-- |    6     42.837   2.0  true
SELECT round(r2_marginal, 4) AS r2_marginal, round(r2_conditional, 4) AS r2_conditional, round(icc_adjusted, 4) AS icc
  FROM glmm_quality((SELECT large FROM drivers));
-- | r2_marginal  r2_conditional     icc
-- |      0.2787          0.7992  0.7217
