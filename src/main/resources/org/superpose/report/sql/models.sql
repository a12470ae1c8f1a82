-- One row per model: what it was asked, what came out, what theory says, when it ran.
SELECT
  left(models.model_key, 12) AS model_key, left(models.point_key, 12) AS point_key, models.sweep, models.n, models.m,
  models.ratio, coalesce(planned.ratio_nominal, models.ratio) AS r, models.density AS p, models.decay,
  CAST(get_json_object(models.parameters, '$.importance.last') AS DOUBLE) AS importance_last, models.seed,
  models.model_kind, models.tied, models.hidden, models.output, models.data_kind, models.recipe, models.status,
  loss, loss_stderr, loss_linear, loss_limit, loss_constant, noise_bound, theory.loss_antipodal AS loss_antipodal,
  theory.phase AS phase, theory.phase_boundary AS phase_boundary,
  diag_mean, diag_var, bias_mean, bias_var, offdiag_energy_mean, offdiag_energy_var, noise_mean_var,
  lyapunov_mean, lyapunov_max, ks_pvalue, dims_per_feature, represented, geometry.sum_name AS sum_name,
  steps, seconds, models.predicted_seconds,
  unix_millis(started_at) - min(unix_millis(started_at)) OVER () AS started_ms, left(invocation, 8) AS invocation
FROM models LEFT JOIN planned ON planned.model_key = models.model_key
ORDER BY n, r, p, decay, importance_last, models.point_key, seed
