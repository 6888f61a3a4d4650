-- Nested factors: casks within batches of paste.
SELECT group_name, round(sd_or_corr, 3) AS sd
  FROM glmm_varcorr((SELECT glmm_fit('strength ~ 1 + (1 | batch/cask), method = REML', strength, batch, cask) FROM pastes))
  ORDER BY group_name;
-- | group_name     sd
-- | Residual    0.823
-- | batch       1.287
-- | cask:batch  2.904

-- Crossed factors: every sample of penicillin meets every plate.
SELECT group_name, round(sd_or_corr, 3) AS sd
  FROM glmm_varcorr((SELECT glmm_fit('diameter ~ 1 + (1 | plate) + (1 | sample), method = REML', diameter, plate, sample)
                     FROM penicillin))
  ORDER BY group_name;
-- | group_name     sd
-- | Residual     0.55
-- | plate       0.847
-- | sample      1.932
