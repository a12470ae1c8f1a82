-- Do trained models look like the thermodynamic limit? The mean diagonal, the bias with the mean of the noise, and the noise at unit
-- diagonal beside a*, b* and sigma* of the limit; and the loss over what Gaussian noise in the models' own rows would lose: 1 where the
-- noise is as the limit has it, below 1 where features are arranged so that it hurts less.
SELECT
  density,
  coalesce(ratio_nominal, ratio) AS ratio,
  tied,
  n,
  diag_mean_mean AS a,
  theory_limit_a AS limit_a,
  bias_mean_mean + noise_mean_mean_mean AS b,
  theory_limit_b AS limit_b,
  try_divide(sqrt(noise_var_mean_mean), diag_mean_mean) AS sigma,
  theory_limit_sigma AS limit_sigma,
  loss_mean AS loss,
  theory_loss_symmetric_mean AS loss_symmetric,
  loss_over_symmetric_mean AS loss_over_symmetric,
  loss_over_symmetric_sem AS standard_error
FROM points
WHERE n_done > 0 AND model_kind = 'trained'
ORDER BY density, ratio, tied, n;
