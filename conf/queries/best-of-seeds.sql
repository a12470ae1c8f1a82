-- What does a point reach at best, and how often? The lowest loss over the seeds, what the others lose, and in what share of the seeds
-- which direct sum came out (measure.geometry). Training ends in local minima: one seed shows one of them.
SELECT
  model_kind,
  data_kind,
  n,
  m,
  decay,
  importance_last,
  tied,
  hidden,
  output,
  recipe,
  density,
  seeds,
  loss_best,
  loss_best_stderr,
  100 * try_divide(loss_mean - loss_best, loss_best) AS percent_mean_above,
  100 * try_divide(loss_max - loss_best, loss_best) AS percent_max_above,
  best_represented,
  best_sum,
  sums,
  best_model_key
FROM best_of_seeds
ORDER BY model_kind, data_kind, n, m, decay, importance_last, tied, hidden, output, recipe, density DESC;
