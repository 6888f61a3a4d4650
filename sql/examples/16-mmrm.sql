-- A trial with four visits (MMRM): means by arm and visit, any covariances of a patient's residuals. Visits without a score are left out,
-- the patient's others count. Tests have the degrees of freedom and standard errors of Kenward and Roger.
CREATE TABLE mmrm AS
  SELECT glmm_fit('score ~ baseline + arm * visit, residual = us(visit | patient), method = REML, df = kenward_roger,'
                  || ' levels = (arm: ''placebo'', ''active'')',
                  score, baseline, arm, visit, patient) AS model
  FROM trial;

SELECT nobs, n_dropped, residual, round(-2 * log_lik, 2) AS minus_2_log_lik
  FROM glmm_glance((SELECT model FROM mmrm));
-- | nobs  n_dropped  residual             minus_2_log_lik
-- |  291         29  us(visit | patient)          1633.52

SELECT term, round(estimate, 2) AS estimate, round(std_error, 2) AS std_error, round(df, 1) AS df, round(p_value, 4) AS p_value
  FROM glmm_fixef((SELECT model FROM mmrm));
-- | term                    estimate  std_error    df  p_value
-- | (Intercept)                10.84        2.5  77.1      0.0
-- | baseline                    0.65       0.06  76.5      0.0
-- | armactive                  -0.79       0.79  77.0   0.3214
-- | visitweek 04               -0.47       0.65  74.0   0.4695
-- | visitweek 08               -2.25       0.91  71.7   0.0153
-- | visitweek 12               -3.83       1.27  72.0   0.0035
-- | armactive:visitweek 04     -3.15       0.92  74.0    0.001
-- | armactive:visitweek 08     -4.57       1.27  71.0   0.0006
-- | armactive:visitweek 12     -5.84       1.76  69.9   0.0014

-- a standard deviation for each visit, a correlation for each two
SELECT term1, term2, round(sd_or_corr, 2) AS estimate, round(std_error, 2) AS std_error
  FROM glmm_varcorr((SELECT model FROM mmrm));
-- | term1    term2    estimate  std_error
-- | week 02  NULL         3.54       0.29
-- | week 04  NULL         5.48       0.44
-- | week 08  NULL         6.04       0.52
-- | week 12  NULL         7.35       0.64
-- | week 02  week 04      0.68       0.06
-- | week 02  week 08      0.47       0.09
-- | week 02  week 12      0.25       0.11
-- | week 04  week 08      0.68       0.06
-- | week 04  week 12      0.53       0.09
-- | week 08  week 12      0.76       0.05

-- means at a baseline of 40
SELECT visit, arm, round(glmm_predict((SELECT model FROM mmrm), 'type = response', 40.0, arm, visit), 1) AS mean
  FROM trial
  GROUP BY visit, arm
  ORDER BY visit, arm DESC;
-- | visit    arm      mean
-- | week 02  placebo  37.0
-- | week 02  active   36.2
-- | week 04  placebo  36.5
-- | week 04  active   32.6
-- | week 08  placebo  34.8
-- | week 08  active   29.4
-- | week 12  placebo  33.2
-- | week 12  active   26.5

-- the difference between the arms at the last visit, with its test: the reference of the visits is the last one
CREATE TABLE last_visit AS
  SELECT glmm_fit('score ~ baseline + arm * visit, residual = us(visit | patient), method = REML, df = kenward_roger,'
                  || ' levels = (arm: ''placebo'', ''active''; visit: ''week 12'', ''week 02'', ''week 04'', ''week 08'')',
                  score, baseline, arm, visit, patient) AS model
  FROM trial;
SELECT round(estimate, 2) AS difference, round(std_error, 2) AS std_error, round(conf_low, 2) AS conf_low, round(conf_high, 2) AS conf_high
  FROM glmm_fixef((SELECT model FROM last_visit))
  WHERE term = 'armactive';
-- | difference  std_error  conf_low  conf_high
-- |      -6.63       1.77    -10.16      -3.11

-- fewer parameters, should us not converge: first a correlation for each distance, with a variance for each visit
CREATE TABLE by_distance AS
  SELECT glmm_fit('score ~ baseline + arm * visit, residual = toep(visit | patient), method = REML, levels = (arm: ''placebo'', ''active'')',
                  score, baseline, arm, visit, patient) AS model
  FROM trial;
SELECT npar, round(aic, 1) AS aic, round(p_value, 3) AS p_value
  FROM glmm_anova((SELECT model FROM by_distance), (SELECT model FROM mmrm));
-- | npar     aic  p_value
-- |   16  1666.9     NULL
-- |   19  1671.5    0.707

-- means by visit and arm at the mean baseline, and what the arms differ by at each visit: both from the one model
SELECT levels, label AS arm, round(estimate, 2) AS mean, round(std_error, 2) AS std_error, round(df, 1) AS df
  FROM glmm_means((SELECT model FROM mmrm), 'arm | visit');
-- | levels                               arm       mean  std_error    df
-- | {"arm":"placebo","visit":"week 02"}  placebo  36.75       0.56  77.0
-- | {"arm":"active","visit":"week 02"}   active   35.96       0.56  77.0
-- | {"arm":"placebo","visit":"week 04"}  placebo  36.28       0.88  76.1
-- | {"arm":"active","visit":"week 04"}   active   32.34       0.88  76.1
-- | {"arm":"placebo","visit":"week 08"}  placebo   34.5       1.01  73.7
-- | {"arm":"active","visit":"week 08"}   active   29.14       0.99  71.8
-- | {"arm":"placebo","visit":"week 12"}  placebo  32.92       1.28  71.8
-- | {"arm":"active","visit":"week 12"}   active   26.28       1.22  67.5
SELECT levels, round(estimate, 2) AS difference, round(std_error, 2) AS std_error, round(conf_low, 2) AS conf_low, round(conf_high, 2) AS conf_high,
       round(p_value, 4) AS p_value, repeat('-', CAST(round(-5 * estimate) AS INTEGER)) AS picture
  FROM glmm_contrasts((SELECT model FROM mmrm), 'revpairwise ~ arm | visit');
-- | levels               difference  std_error  conf_low  conf_high  p_value  picture
-- | {"visit":"week 02"}       -0.79       0.79     -2.37       0.79   0.3214  ----
-- | {"visit":"week 04"}       -3.94       1.24     -6.41      -1.46   0.0022  --------------------
-- | {"visit":"week 08"}       -5.36       1.41     -8.17      -2.54   0.0003  ---------------------------
-- | {"visit":"week 12"}       -6.63       1.77    -10.16      -3.11   0.0004  ---------------------------------
