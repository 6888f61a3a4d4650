-- Sleep deprivation: an analysis from the load to the last table, as in the vignette of R's lme4. 18 drivers, ten days of too little sleep.
CREATE TABLE drivers AS
  SELECT glmm_fit('reaction ~ days + (days | subject), method = REML, df = kenward_roger', reaction, days, subject) AS model,
         glmm_fit('reaction ~ days + (1 | subject), method = REML', reaction, days, subject) AS intercepts
  FROM sleepstudy;

-- tests with the standard errors and degrees of freedom of Kenward and Roger
SELECT term, round(estimate, 3) AS estimate, round(std_error, 3) AS std_error, round(df, 1) AS df, round(statistic, 3) AS t, p_value < 0.0001 AS significant
  FROM glmm_fixef((SELECT model FROM drivers));
-- | term         estimate  std_error    df       t  significant
-- | (Intercept)   251.405      6.825  17.0  36.838  true
-- | days           10.467      1.546  17.0   6.771  true

-- how much drivers differ, and how much their days do
SELECT group_name, term1, term2, round(sd_or_corr, 3) AS sd_or_corr
  FROM glmm_varcorr((SELECT model FROM drivers));
-- | group_name  term1        term2  sd_or_corr
-- | subject     (Intercept)  NULL        24.74
-- | subject     days         NULL        5.922
-- | subject     (Intercept)  days        0.066
-- | Residual    NULL         NULL       25.592

-- limits by profile likelihood, of the fit by ML: those of standard deviations and of the correlation need not be symmetric
SELECT group_name, term, round(conf_low, 3) AS conf_low, round(conf_high, 3) AS conf_high
  FROM glmm_tidy((SELECT glmm_fit('reaction ~ days + (days | subject), conf = profile', reaction, days, subject) FROM sleepstudy));
-- | group_name  term                   conf_low  conf_high
-- | NULL        (Intercept)             237.681     265.13
-- | NULL        days                      7.359     13.576
-- | subject     sd__(Intercept)          14.381     37.716
-- | subject     sd__days                  3.801      8.753
-- | subject     cor__(Intercept).days    -0.481      0.685
-- | Residual    sd__Observation          22.898     28.858

-- do they differ in how fast they slow down? A variance and a covariance more, the variance at the edge of what it can be
SELECT npar, round(log_lik, 3) AS log_lik, round(statistic, 3) AS chi_squared, round(1e9 * p_mixture, 2) AS p_times_1e9
  FROM glmm_anova((SELECT intercepts FROM drivers), (SELECT model FROM drivers), 'mixture = true');
-- | npar   log_lik  chi_squared  p_times_1e9
-- |    4  -893.233         NULL         NULL
-- |    6  -871.814       42.837         0.28

-- the typical driver, and a picture of it: a mark for 10 ms
SELECT label AS days_awake, round(estimate, 1) AS mean, round(std_error, 2) AS std_error, round(conf_low, 1) AS conf_low, round(conf_high, 1) AS conf_high,
       repeat('#', CAST(round(estimate / 10) AS INTEGER)) AS picture
  FROM glmm_means((SELECT model FROM drivers), 'days', 'at = (days: 0, 4, 9)');
-- | days_awake   mean  std_error  conf_low  conf_high  picture
-- |          0  251.4       6.82     237.0      265.8  #########################
-- |          4  293.3       8.56     275.2      311.3  #############################
-- |          9  345.6      14.63     314.7      376.5  ###################################

-- the three fastest drivers at the end: predictions with their errors, which know that intercept and slope of a driver are not independent
SELECT subject, round(glmm_predict(model, 'type = response', 9, subject), 1) AS day_9,
       round(glmm_predict_se(model, 'type = response', 9, subject), 2) AS std_error
  FROM (SELECT DISTINCT subject FROM sleepstudy) AS subjects, drivers
  ORDER BY day_9 LIMIT 3;
-- | subject  day_9  std_error
-- |     309  227.6      13.86
-- |     335  248.5      13.86
-- |     310  257.6      13.86

-- residuals over sigma: the quartiles that R's summary has, and how many are far out
SELECT round(min(z), 3) AS least, round(percentile_cont(0.25) WITHIN GROUP (ORDER BY z), 3) AS q1,
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY z), 3) AS median,
       round(percentile_cont(0.75) WITHIN GROUP (ORDER BY z), 3) AS q3, round(max(z), 3) AS most,
       sum(CASE WHEN abs(z) > 3 THEN 1 ELSE 0 END) AS far_out
  FROM (SELECT glmm_residual(model, 'type = pearson', reaction, days, subject) / sigma AS z
          FROM sleepstudy, drivers, (SELECT sigma FROM glmm_glance((SELECT model FROM drivers))) AS fit) AS residuals;
-- |  least      q1  median     q3   most  far_out
-- | -3.954  -0.463   0.023  0.463  5.179        3
