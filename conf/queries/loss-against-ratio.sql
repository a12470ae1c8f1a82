-- How the loss falls with m/n at fixed density, for each n, with theory beside it: the thermodynamic limit (loss_limit) and the
-- best linear model (loss_linear). Add "WHERE round(density, 3) = 0.046" for one density.
SELECT
  model_kind,
  data_kind,
  density,
  n,
  coalesce(ratio_nominal, ratio) AS ratio,
  m,
  loss_mean AS loss,
  loss_sem AS standard_error,
  loss_limit,
  loss_linear,
  try_divide(loss_mean, loss_limit) AS loss_over_limit,
  n_done AS seeds
FROM points
WHERE n_done > 0
ORDER BY model_kind, data_kind, density, n, ratio, recipe;
