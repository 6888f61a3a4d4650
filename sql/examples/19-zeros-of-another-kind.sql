-- Counts with more zeros than a Poisson law has: is it dispersion, or are there zeros of another kind? 600 counts in 40 groups.
CREATE TABLE laws AS
  SELECT 'poisson' AS name, glmm_fit('y ~ x + w + (1 | g), family = poisson', y, x, w, g) AS model FROM counts
  UNION ALL
  SELECT 'nbinom2', glmm_fit('y ~ x + w + (1 | g), family = nbinom2', y, x, w, g) FROM counts
  UNION ALL
  SELECT 'zip', glmm_fit('y ~ x + w + (1 | g), family = poisson, zero = ~ w', y, x, w, g) FROM counts;

-- the choice
SELECT model, npar, round(log_lik, 3) AS log_lik, round(aic, 2) AS aic, round(delta, 1) AS delta
  FROM glmm_compare('SELECT name, model FROM laws');
-- | model    npar   log_lik      aic  delta
-- | zip         6  -1080.23  2172.47    0.0
-- | nbinom2     5  -1138.18  2286.36  113.9
-- | poisson     4  -1219.41  2446.82  274.3

-- dispersion, and zeros found and expected
SELECT name, round(dispersion_ratio, 3) AS dispersion_ratio, zeros_observed, round(zeros_expected, 1) AS zeros_expected
  FROM glmm_quality_by('SELECT name, model FROM laws') ORDER BY name;
-- | name     dispersion_ratio  zeros_observed  zeros_expected
-- | nbinom2             0.777           222.0           187.3
-- | poisson             1.676           222.0           126.4
-- | zip                 0.907           222.0           217.6

-- what makes a zero of the other kind, and what the counts of the others depend on
SELECT component, term, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error, round(statistic, 2) AS z
  FROM glmm_fixef((SELECT model FROM laws WHERE name = 'zip'));
-- | component  term         estimate  std_error      z
-- | cond       (Intercept)     0.918      0.079  11.66
-- | cond       x               0.405      0.029  13.95
-- | cond       w              -0.019       0.03  -0.63
-- | zero       (Intercept)     -1.05      0.125  -8.37
-- | zero       w                0.51      0.117   4.37

-- the mean of the response, zeros counted, with its standard error: both parts count, and so do the effects of the group
SELECT g, round(glmm_predict(model, '', 0.0, 0.0, g), 3) AS mean, round(glmm_predict_se(model, '', 0.0, 0.0, g), 3) AS std_error,
       round(glmm_predict(model, 'type = zero', 0.0, 0.0, g), 3) AS share_of_zeros
  FROM (SELECT DISTINCT g FROM counts) AS groups_of_counts, laws
  WHERE name = 'zip'
  ORDER BY g LIMIT 3;
-- | g      mean  std_error  share_of_zeros
-- | g001  1.997      0.346           0.259
-- | g002  2.489      0.458           0.259
-- | g003  1.817      0.358           0.259

-- quantile residuals, which are normal under the right law: their standard deviation, and how many are beyond 3
SELECT name, round(stddev_samp(q), 3) AS sd, sum(CASE WHEN abs(q) > 3 THEN 1 ELSE 0 END) AS far_out
  FROM (SELECT name, glmm_residual(model, 'type = quantile, uniform = 0.5', y, x, w, g) AS q FROM counts, laws) AS residuals
  GROUP BY name ORDER BY name;
-- | name        sd  far_out
-- | nbinom2  0.883        0
-- | poisson  1.201        5
-- | zip      0.856        0

-- a picture of them for the law that was chosen: a mark for ten residuals
SELECT above, count(*) AS residuals, repeat('#', CAST(round(count(*) / 10.0) AS INTEGER)) AS picture
  FROM (SELECT CAST(floor(glmm_residual(model, 'type = quantile, seed = 1', y, x, w, g)) AS INTEGER) AS above
          FROM counts, laws WHERE name = 'zip') AS residuals
  GROUP BY above ORDER BY above;
-- | above  residuals  picture
-- |    -3         10  #
-- |    -2         90  #########
-- |    -1        199  ####################
-- |     0        206  #####################
-- |     1         86  #########
-- |     2          9  #
