-- One row per model: what it was asked, what came out, what theory says, when it ran.
SELECT
  left(outcomes.model_key, 12) AS model_key, left(outcomes.point_key, 12) AS point_key, outcomes.sweep, outcomes.n, outcomes.m,
  outcomes.ratio, coalesce(planned.ratio_nominal, outcomes.ratio) AS r, outcomes.density AS p, outcomes.decay,
  CAST(get_json_object(outcomes.parameters, '$.importance.last') AS DOUBLE) AS importance_last, outcomes.seed,
  outcomes.best_start, outcomes.model_kind, outcomes.tied, outcomes.hidden, outcomes.output, coalesce(outcomes.bias, true) AS bias, outcomes.data_kind, outcomes.recipe, outcomes.status,
  loss, loss_stderr, loss_linear, loss_limit, loss_constant, noise_bound, loss_symmetric, loss_antipodal, phase, phase_boundary,
  {{statistics}}, sum_name,
  steps, seconds, coalesce(core_seconds, seconds) AS core_seconds, outcomes.predicted_seconds,
  unix_millis(started_at) - min(unix_millis(started_at)) OVER () AS started_ms, left(invocation, 8) AS invocation
FROM outcomes LEFT JOIN planned ON planned.model_key = outcomes.model_key
ORDER BY n, r, p, decay, importance_last, outcomes.point_key, seed
