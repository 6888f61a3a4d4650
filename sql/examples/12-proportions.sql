-- Shares that vary more than trials do: the beta-binomial model, whose precision phi is the larger the less the herds' shares vary, beside the
-- binomial one. The data on bovine pleuropneumonia are those of README.md.
CREATE TABLE shares AS
  SELECT 'binomial' AS kind,
         glmm_fit('cbind(incidence, size - incidence) ~ period, family = binomial', incidence, size, period) AS model
  FROM cbpp
  UNION ALL
  SELECT 'betabinomial',
         glmm_fit('cbind(incidence, size - incidence) ~ period, family = betabinomial', incidence, size, period)
  FROM cbpp
  UNION ALL
  SELECT 'betabinomial with herds',
         glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd), family = betabinomial', incidence, size, period, herd)
  FROM cbpp;

SELECT s.kind, round(g.log_lik, 3) AS log_lik, round(g.aic, 2) AS aic
  FROM shares s JOIN glmm_glance_by('SELECT kind, model FROM shares') g ON g.kind = s.kind
  ORDER BY aic;
-- | kind                     log_lik     aic
-- | betabinomial             -88.042  186.08
-- | betabinomial with herds  -88.042  188.08
-- | binomial                 -99.029  206.06

-- Herds do not differ beyond that: their standard deviation is 0. log phi is the coefficient of the dispersion.
SELECT component, term, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error, round(statistic, 2) AS z
  FROM glmm_fixef((SELECT model FROM shares WHERE kind = 'betabinomial'));
-- | component  term         estimate  std_error      z
-- | cond       (Intercept)    -1.319      0.233  -5.67
-- | cond       period2        -0.969      0.406  -2.38
-- | cond       period3        -1.251      0.457  -2.74
-- | cond       period4        -1.473      0.511  -2.88
-- | disp       (Intercept)     2.383      0.406   5.87

-- The other way to say it: herds differ, and so do the periods of a herd beyond chance. Is there more variation than trials have?
CREATE TABLE herds AS
  SELECT glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd), family = binomial', incidence, size, period, herd) AS plain,
         glmm_fit('cbind(incidence, size - incidence) ~ period + (1 | herd) + (1 | herd:period), family = binomial', incidence, size, period, herd) AS wider
  FROM cbpp;
SELECT round(pearson_chi2, 3) AS pearson, round(dispersion_ratio, 4) AS dispersion_ratio
  FROM glmm_quality((SELECT plain FROM herds));
-- | pearson  dispersion_ratio
-- |  63.078            1.2368
SELECT npar, round(log_lik, 3) AS log_lik, round(statistic, 3) AS chi_squared, round(p_value, 4) AS p_value, round(p_mixture, 4) AS p_mixture
  FROM glmm_anova((SELECT plain FROM herds), (SELECT wider FROM herds), 'mixture = true');
-- | npar  log_lik  chi_squared  p_value  p_mixture
-- |    5  -92.026         NULL     NULL       NULL
-- |    6  -87.319        9.414   0.0022     0.0011

-- odds ratios of all pairs of periods, adjusted for the six of them, without and with it
SELECT a.contrast, round(a.estimate, 3) AS odds_ratio, round(a.p_value, 4) AS p_value,
       round(b.estimate, 3) AS of_wider, round(b.conf_low, 3) AS conf_low, round(b.conf_high, 3) AS conf_high, round(b.p_value, 4) AS p_of_wider
  FROM glmm_contrasts((SELECT plain FROM herds), 'pairwise ~ period', 'type = ratio, adjust = tukey') a
  JOIN glmm_contrasts((SELECT wider FROM herds), 'pairwise ~ period', 'type = ratio, adjust = tukey') b ON a.contrast = b.contrast
  ORDER BY a.contrast;
-- | contrast  odds_ratio  p_value  of_wider  conf_low  conf_high  p_of_wider
-- |    1 / 2       2.698   0.0066     3.409     0.993      11.71      0.0521
-- |    1 / 3       3.092   0.0031     3.777     1.062     13.433      0.0359
-- |    1 / 4       4.856   0.0012     6.464     1.407     29.704       0.009
-- |    2 / 3       1.146   0.9843     1.108     0.273      4.501      0.9977
-- |    2 / 4         1.8   0.5947     1.896     0.376      9.565      0.7403
-- |    3 / 4       1.571   0.7873     1.712     0.329      8.909      0.8369

-- a picture: a mark for each per cent
SELECT label AS period, round(estimate, 3) AS probability, repeat('#', CAST(round(100 * estimate) AS INTEGER)) AS picture
  FROM glmm_means((SELECT plain FROM herds), 'period', 'type = response');
-- | period  probability  picture
-- |      1        0.198  ####################
-- |      2        0.084  ########
-- |      3        0.074  #######
-- |      4        0.048  #####
