-- Limits by profile likelihood: where the log-likelihood, maximised over all other parameters, has fallen by half of the quantile of
-- chi-squared. conf = profile at the fit finds them; glmm_tidy and glmm_fixef show them in the place of Wald's.
CREATE TABLE sleep_profile AS
  SELECT glmm_fit('reaction ~ days + (days | subject)', reaction, days, subject) AS wald,
         glmm_fit('reaction ~ days + (days | subject), conf = profile', reaction, days, subject) AS profile
  FROM sleepstudy;

SELECT p.term, round(p.estimate, 3) AS estimate, round(p.conf_low, 3) AS low, round(p.conf_high, 3) AS high,
       round(w.conf_low, 3) AS wald_low, round(w.conf_high, 3) AS wald_high
  FROM glmm_tidy((SELECT profile FROM sleep_profile)) p JOIN glmm_tidy((SELECT wald FROM sleep_profile)) w ON p.term = w.term
  ORDER BY p.effect, p.term;
-- | term                   estimate      low    high  wald_low  wald_high
-- | (Intercept)             251.405  237.681  265.13   237.471    265.339
-- | days                     10.467    7.359  13.576     7.311     13.623
-- | cor__(Intercept).days     0.081   -0.481   0.685    -0.506      0.617
-- | sd__(Intercept)          23.781   14.381  37.716    15.017     37.658
-- | sd__Observation          25.592   22.898  28.858      22.8     28.725
-- | sd__days                  5.717    3.801   8.753     3.805      8.588

-- of a restricted likelihood only variances and correlations have a profile: limits that do not exist are NULL, and the message says why
CREATE TABLE sleep_restricted AS
  SELECT glmm_fit('reaction ~ days + (days | subject), method = REML, conf = profile', reaction, days, subject) AS model
  FROM sleepstudy;

SELECT term, round(conf_low, 3) AS low, round(conf_high, 3) AS high
  FROM glmm_tidy((SELECT model FROM sleep_restricted)) ORDER BY effect, term;
-- | term                      low    high
-- | (Intercept)              NULL    NULL
-- | days                     NULL    NULL
-- | cor__(Intercept).days  -0.498   0.666
-- | sd__(Intercept)        15.032  39.516
-- | sd__Observation        22.898  28.858
-- | sd__days                3.927   9.152

SELECT message FROM glmm_glance((SELECT model FROM sleep_restricted));
-- | message
-- | limits by profile: a restricted likelihood has no profile of fixed effects, whose limits are NULL: use method = ML, or conf = wald

-- or quantiles of estimates from responses drawn from the model: the same for a seed, on every engine
SELECT term, round(conf_low, 3) AS low, round(conf_high, 3) AS high
  FROM glmm_tidy((SELECT glmm_fit('reaction ~ days + (days | subject), conf = bootstrap(500, 1)', reaction, days, subject)
                    FROM sleepstudy))
  ORDER BY effect, term;
-- | term                       low     high
-- | (Intercept)            239.046  264.304
-- | days                      7.35   13.346
-- | cor__(Intercept).days   -0.533      1.0
-- | sd__(Intercept)         11.434   32.161
-- | sd__Observation         22.442   28.298
-- | sd__days                 3.167    7.577

-- the profile itself: zeta, the signed root of twice the log-likelihood lost, is a straight line where Wald's limits would do
SELECT term, round(held_at, 3) AS held_at, round(zeta, 3) AS zeta, round(log_lik, 3) AS log_lik
  FROM glmm_profile('reaction ~ days + (days | subject)', 'SELECT reaction, days, subject FROM sleepstudy')
  WHERE term = 'sd__days' ORDER BY held_at;
-- | term      held_at    zeta   log_lik
-- | sd__days    3.801   -1.96   -877.89
-- | sd__days     4.28    -1.4   -876.95
-- | sd__days    4.759  -0.889  -876.365
-- | sd__days    5.238  -0.423  -876.059
-- | sd__days    5.717     0.0   -875.97
-- | sd__days    6.476   0.595  -876.146
-- | sd__days    7.235    1.11  -876.586
-- | sd__days    7.994   1.562  -877.189
-- | sd__days    8.753    1.96   -877.89

-- likelihood ratio tests of the terms that no other term contains
SELECT term, npar, round(aic, 2) AS aic, round(statistic, 2) AS statistic, df, round(p_value, 4) AS p_value
  FROM glmm_drop1('use ~ age + I(age^2) + urban * livch + (1 | district), binomial',
                  'SELECT use, age, urban, livch, district FROM contraception')
  ORDER BY term;
-- | term         npar      aic  statistic    df  p_value
-- | <none>         11  2393.55       NULL  NULL     NULL
-- | I(age^2)       10  2431.07      39.51   1.0      0.0
-- | age            10  2391.64       0.09   1.0   0.7657
-- | urban:livch     8  2388.73       1.17   3.0   0.7593
