-- The least loss known at each size and density, and which kind of model has it; nothing where all models are of one kind.
SELECT n, m, r, p, kind, model_key, loss, loss_limit, runner_up, runner_up_loss, lyapunov_mean, loss_symmetric
FROM (
  SELECT
    n, m, ratio AS r, density AS p, kind, left(model_key, 12) AS model_key, loss, loss_limit, runner_up, runner_up_loss, lyapunov_mean, loss_symmetric,
    size(collect_set(kind) OVER ()) + count(runner_up) OVER () AS kinds
  FROM best_known
  WHERE loss_limit > 0 AND data_kind = 'independent' AND hidden = 'identity' AND output = 'relu' AND bias
)
WHERE kinds > 1
ORDER BY n, r, p
