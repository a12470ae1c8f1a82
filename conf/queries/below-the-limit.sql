-- Where do trained models beat the thermodynamic limit? Points whose mean loss lies below loss_limit, in units of the error of that
-- mean: its standard error over seeds, or, with one seed, the error of the evaluation. Below -2 is hardly chance.
SELECT
  n,
  m,
  density,
  loss_mean AS loss,
  loss_limit,
  100 * try_divide(loss_mean - loss_limit, loss_limit) AS percent,
  try_divide(loss_mean - loss_limit, coalesce(loss_sem, loss_stderr_mean)) AS errors,
  lyapunov_max_mean AS lyapunov_max,
  n_done AS seeds
FROM points
WHERE loss_mean < loss_limit AND model_kind = 'trained'
ORDER BY percent;
