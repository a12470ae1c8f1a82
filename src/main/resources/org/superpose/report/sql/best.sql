-- The least loss known at each size and density, and which kind of model has it.
SELECT n, m, ratio AS r, density AS p, kind, left(model_key, 12) AS model_key, loss, loss_limit, runner_up, runner_up_loss, lyapunov_mean, loss_symmetric
FROM best_known
WHERE loss_limit IS NOT NULL AND data_kind = 'independent' AND hidden = 'identity' AND output = 'relu' AND bias
ORDER BY n, r, p
