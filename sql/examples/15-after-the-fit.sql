-- After the fit: what follows from the stored models alone. A trial of a drug against seizures, and the herds of cbpp.
CREATE TABLE herds AS
  SELECT glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd), family = binomial', incidence, size, period, herd) AS model
  FROM cbpp;

-- how likely a cow falls ill in each period, in a herd as any other, with limits
SELECT label AS period, round(estimate, 4) AS probability, round(conf_low, 4) AS conf_low, round(conf_high, 4) AS conf_high
  FROM glmm_means((SELECT model FROM herds), 'period', 'type = response');

-- odds ratios of the later periods to the first, p-values and limits for three of them at once
SELECT contrast, round(estimate, 3) AS odds_ratio, round(p_value, 4) AS p_value, round(conf_low, 3) AS conf_low, round(conf_high, 3) AS conf_high
  FROM glmm_contrasts((SELECT model FROM herds), 'trt.vs.ctrl ~ period', 'type = ratio, adjust = sidak');

-- does the period matter, and do the last three differ?
SELECT term, round(statistic, 3) AS chi_squared, num_df, p_value < 0.001 AS significant FROM glmm_terms((SELECT model FROM herds));
SELECT label, round(statistic, 3) AS statistic, num_df, round(p_value, 3) AS p_value
  FROM glmm_test((SELECT model FROM herds), 'period2 = period3, period3 = period4');

-- is there anything odd about the fit?
SELECT checked, round(found, 2) AS found, verdict FROM glmm_check((SELECT model FROM herds)) WHERE checked NOT IN ('convergence', 'conditioning');

-- three models of the seizures: does a negative binomial law fit better, or zeros of another kind?
CREATE TABLE candidates AS
  SELECT 'poisson' AS name, glmm_fit('y ~ trt + period + (1 | subject), family = poisson', y, trt, period, subject) AS model FROM seizures
  UNION ALL
  SELECT 'nbinom2', glmm_fit('y ~ trt + period + (1 | subject), family = nbinom2', y, trt, period, subject) FROM seizures
  UNION ALL
  SELECT 'zip', glmm_fit('y ~ trt + period + (1 | subject), family = poisson, zero = ~ 1', y, trt, period, subject) FROM seizures;
SELECT model, npar, round(aicc, 2) AS aicc, round(delta, 2) AS delta, round(weight, 4) AS weight
  FROM glmm_compare('SELECT name, model FROM candidates');
SELECT name, round(dispersion_ratio, 2) AS dispersion_ratio, zeros_observed, round(zeros_expected, 1) AS zeros_expected
  FROM glmm_quality_by('SELECT name, model FROM candidates') ORDER BY name;

-- the ratio of means of the drug to the placebo, of each of them
SELECT name, contrast, round(estimate, 3) AS ratio, round(conf_low, 3) AS conf_low, round(conf_high, 3) AS conf_high
  FROM glmm_contrasts_by('SELECT name, model FROM candidates', 'trt.vs.ctrl ~ trt', 'type = ratio') ORDER BY name;

-- slopes: how much slower each day makes a driver, tested with Satterthwaite's degrees of freedom, and whether days differ between drivers at all
CREATE TABLE drivers AS
  SELECT glmm_fit('reaction ~ days + (days | subject), method = REML, df = satterthwaite', reaction, days, subject) AS large,
         glmm_fit('reaction ~ days + (1 | subject), method = REML', reaction, days, subject) AS small
  FROM sleepstudy;
SELECT label, round(estimate, 3) AS slope, round(df, 1) AS df, round(conf_low, 3) AS conf_low, round(conf_high, 3) AS conf_high
  FROM glmm_slopes((SELECT large FROM drivers), 'days');
SELECT npar, round(statistic, 3) AS statistic, df, p_mixture < 0.001 AS significant
  FROM glmm_anova((SELECT small FROM drivers), (SELECT large FROM drivers), 'mixture = true');
SELECT round(r2_marginal, 4) AS r2_marginal, round(r2_conditional, 4) AS r2_conditional, round(icc_adjusted, 4) AS icc
  FROM glmm_quality((SELECT large FROM drivers));
