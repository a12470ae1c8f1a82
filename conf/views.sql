-- The views over a directory of results: the only place where they are defined. What stands in double braces in
-- views.template follows from the declared columns; a test fills it in and compares conf/views.sql.
--
-- `./submit.sh sql --out DIR` makes them before it runs a query. In a plain Spark:
--
--   spark-sql --define superpose.dir=DIR --conf spark.sql.session.timeZone=UTC -i views.sql
--
-- or, in a session: SET superpose.dir=DIR; and then the statements below. There the two statements that name the variable read
-- the files; `sql` skips them, because it checks and reads the files itself, with the same columns.
--
-- A quantity that does not exist is NULL, never NaN. Standard errors are NULL where fewer than two models have the quantity.

-- Every row of every invocation; a key occurs more than once where a point was trained again.
CREATE OR REPLACE TEMPORARY VIEW model_rows (
  model_key STRING, point_key STRING, parameters STRING, sweep STRING, model_kind STRING, n INT, m INT, ratio DOUBLE,
  sparsity DOUBLE, density DOUBLE, decay DOUBLE, seed BIGINT, tied BOOLEAN, hidden STRING, output STRING,
  output_parameter DOUBLE, bias BOOLEAN, data_kind STRING, recipe STRING, status STRING, stop_reason STRING,
  error_class STRING, error_message STRING, best_start BIGINT, steps BIGINT, samples BIGINT, loss DOUBLE,
  loss_stderr DOUBLE, loss_train DOUBLE, grad_norm DOUBLE, grad_norm_stderr DOUBLE, loss_linear DOUBLE,
  loss_limit DOUBLE, loss_constant DOUBLE, noise_bound DOUBLE, diag_mean DOUBLE, diag_var DOUBLE, bias_mean DOUBLE,
  bias_var DOUBLE, offdiag_energy_mean DOUBLE, offdiag_energy_var DOUBLE, noise_var_mean DOUBLE, noise_var_var DOUBLE,
  noise_mean_mean DOUBLE, noise_mean_var DOUBLE, lyapunov_mean DOUBLE, lyapunov_min DOUBLE, lyapunov_max DOUBLE,
  lyapunov_raw_mean DOUBLE, lyapunov_raw_min DOUBLE, lyapunov_raw_max DOUBLE, lyapunov_undefined BIGINT,
  ks_statistic DOUBLE, ks_pvalue DOUBLE, w_norm DOUBLE, w_sym_norm DOUBLE, w_antisym_norm DOUBLE, frobenius2 DOUBLE,
  dims_per_feature DOUBLE, represented BIGINT, interaction_dims_per_feature DOUBLE, interaction_represented BIGINT,
  features ARRAY<STRUCT<i: INT, importance: FLOAT, diag: FLOAT, bias: FLOAT, offdiag_energy: FLOAT, offdiag_sum: FLOAT,
  lyapunov: FLOAT, norm: FLOAT, interference: FLOAT, dimensionality: FLOAT, interaction_dimensionality: FLOAT>>,
  curve ARRAY<STRUCT<step: INT, loss: DOUBLE, learning_rate: DOUBLE>>, l1 STRUCT<loss: DOUBLE, stderr: DOUBLE,
  recovered: DOUBLE, samples: BIGINT>, weights STRUCT<w_in: ARRAY<FLOAT>, w_out: ARRAY<FLOAT>, b: ARRAY<FLOAT>>,
  theory STRUCT<loss_symmetric: DOUBLE, second_order: DOUBLE, loss_optimal_decoder: DOUBLE, loss_lower_bound: DOUBLE,
  loss_upper_bound: DOUBLE, limit_a: DOUBLE, limit_b: DOUBLE, limit_sigma: DOUBLE, loss_antipodal: DOUBLE,
  encoder_angle: DOUBLE, decoder_angle: DOUBLE, projector_distance: DOUBLE, phase: STRING, phase_loss: DOUBLE,
  phase_boundary: DOUBLE, loss_by_active: ARRAY<STRUCT<k: INT, probability: DOUBLE, loss: DOUBLE, stderr: DOUBLE,
  share: DOUBLE>>>, geometry STRUCT<dimensionality_sum: DOUBLE, interaction_dimensionality_sum: DOUBLE, rank: INT,
  tight: BOOLEAN, dropped: INT, dedicated: INT, superposed: INT, antipodal_pairs: INT, dead_neurons: INT,
  monosemantic_neurons: INT, polysemantic_neurons: INT, sum_name: STRING, polytope: STRING, planes_agree: BOOLEAN,
  exhaustive: BOOLEAN, barcode_points: INT, covering_radius: DOUBLE, region_count: INT, regions_exact: BOOLEAN,
  unseen: DOUBLE, frame_spectrum: ARRAY<DOUBLE>, features: ARRAY<STRUCT<i: INT, norm: FLOAT, interference: FLOAT,
  dimensionality: FLOAT, class: STRING, partners: ARRAY<INT>, antipode: INT, interaction_norm: FLOAT,
  interaction_interference: FLOAT, interaction_dimensionality: FLOAT>>, summands: ARRAY<STRUCT<features: ARRAY<INT>,
  dimension: INT, dimensionality: DOUBLE, shape: STRING, deviation: DOUBLE, gram_spectrum: ARRAY<DOUBLE>,
  thomson_energy: DOUBLE, thomson_optimum: DOUBLE, min_angle: DOUBLE, angle_optimum: DOUBLE, coherence: DOUBLE,
  welch: DOUBLE>>, planes: ARRAY<ARRAY<INT>>, barcode: ARRAY<STRUCT<dimension: INT, birth: DOUBLE, death: DOUBLE>>,
  regions: ARRAY<STRUCT<firing: ARRAY<INT>, probability: DOUBLE, area: DOUBLE, x: DOUBLE, y: DOUBLE>>,
  skipped: ARRAY<STRING>>, dynamics STRUCT<trajectory: ARRAY<STRUCT<step: INT, learning_rate: DOUBLE, loss: DOUBLE,
  norm: ARRAY<FLOAT>, dimensionality: ARRAY<FLOAT>, bias: ARRAY<FLOAT>, diag: ARRAY<FLOAT>,
  weights: STRUCT<w_in: ARRAY<FLOAT>, w_out: ARRAY<FLOAT>, b: ARRAY<FLOAT>>>>, jumps: ARRAY<STRUCT<i: INT, step: INT,
  from: DOUBLE, to: DOUBLE, from_level: STRING, to_level: STRING>>>, kept BIGINT, kernel STRING, device STRING,
  host STRING, run_number BIGINT, attempt INT, seconds DOUBLE, core_seconds DOUBLE, predicted_seconds DOUBLE,
  started_at TIMESTAMP, algo_version INT,
  invocation STRING
) USING parquet OPTIONS (path '${superpose.dir}/models');

CREATE OR REPLACE TEMPORARY VIEW planned_rows (
  model_key STRING, point_key STRING, parameters STRING, sweep STRING, model_kind STRING, n INT, m INT, ratio DOUBLE,
  ratio_nominal DOUBLE, sparsity DOUBLE, density DOUBLE, decay DOUBLE, seed BIGINT, tied BOOLEAN, hidden STRING,
  output STRING, output_parameter DOUBLE, bias BOOLEAN, data_kind STRING, recipe STRING, predicted_seconds DOUBLE,
  invocation STRING
) USING parquet OPTIONS (path '${superpose.dir}/planned');

-- planned: the models ever asked for, one row per model_key. ratio_nominal is m/n as the sweep file asked for it.
CREATE OR REPLACE TEMPORARY VIEW planned AS
SELECT
  model_key,
  min(point_key) AS point_key, min(parameters) AS parameters, min(sweep) AS sweep,
  min(coalesce(model_kind, 'trained')) AS model_kind,
  min(n) AS n, min(m) AS m, min(ratio) AS ratio,
  max(ratio_nominal) AS ratio_nominal,
  min(sparsity) AS sparsity, min(density) AS density, min(decay) AS decay, min(seed) AS seed, min(tied) AS tied,
  min(hidden) AS hidden, min(output) AS output, min(output_parameter) AS output_parameter, min(bias) AS bias,
  min(data_kind) AS data_kind, min(recipe) AS recipe,
  max(predicted_seconds) AS predicted_seconds
FROM planned_rows
GROUP BY model_key;

-- models: the row of each model_key that counts, with the columns of the files: one with a result before a failure, then the one that keeps most, then
-- that of the last run. No clock decides, but between rows without a run_number, which are older than the column and come last. Rows without a
-- model_kind are older than that column.
CREATE OR REPLACE TEMPORARY VIEW models AS
SELECT
  model_key, point_key, parameters, sweep, coalesce(model_kind, 'trained') AS model_kind,
  * EXCEPT (model_key, point_key, parameters, sweep, model_kind, recency)
FROM (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY model_key
      ORDER BY
        status IN ('converged', 'max_steps') DESC, kept DESC NULLS LAST, run_number DESC NULLS LAST,
        if(run_number IS NULL, started_at, NULL) DESC NULLS LAST, attempt DESC NULLS LAST, seconds DESC NULLS LAST,
        invocation DESC
    ) AS recency
  FROM model_rows
  WHERE status IN ('converged', 'max_steps', 'diverged', 'failed')
)
WHERE recency = 1;

-- outcomes: models without its arrays: one row per model with what is one number or word of it, also of theory and geometry, and which of
-- the arrays there are. Small enough to keep: CACHE TABLE outcomes.
CREATE OR REPLACE TEMPORARY VIEW outcomes AS
SELECT
  * EXCEPT (features, curve, l1, weights, theory, geometry, dynamics),
  theory.* EXCEPT (loss_by_active),
  geometry.sum_name AS sum_name,
  size(features.i) > 0 AS has_features, size(curve.step) > 0 AS has_curve
FROM models;

-- points: one row per point_key that has a model, over its seeds: n_seeds = n_done + n_diverged + n_failed of n_planned. For each
-- result x of models, x_mean is the mean over the seeds that have it and x_sem its standard error, s / sqrt(count) with the
-- unbiased s. Theory that depends on the point alone keeps its name, and limit_a of the struct theory is theory_limit_a. importance_last
-- is rho where importance is (1, ..., 1, rho).
CREATE OR REPLACE TEMPORARY VIEW points AS
SELECT results.*, requests.ratio_nominal, requests.n_planned
FROM (
SELECT
  point_key,
  min(parameters) AS parameters, min(sweep) AS sweep, min(model_kind) AS model_kind, min(n) AS n, min(m) AS m,
  min(ratio) AS ratio, min(sparsity) AS sparsity, min(density) AS density, min(decay) AS decay,
  min(CAST(get_json_object(parameters, '$.importance.last') AS DOUBLE)) AS importance_last,
  min(tied) AS tied, min(hidden) AS hidden, min(output) AS output, min(output_parameter) AS output_parameter,
  min(bias) AS bias, min(data_kind) AS data_kind, min(recipe) AS recipe,
  count(*) AS n_seeds,
  count_if(status IN ('converged', 'max_steps')) AS n_done,
  count_if(status = 'converged') AS n_converged,
  count_if(status = 'max_steps') AS n_max_steps,
  count_if(status = 'diverged') AS n_diverged,
  count_if(status = 'failed') AS n_failed,
  min(loss_linear) AS loss_linear,
  min(loss_limit) AS loss_limit,
  min(loss_constant) AS loss_constant,
  min(noise_bound) AS noise_bound,
  min(theory.limit_a) AS theory_limit_a,
  min(theory.limit_b) AS theory_limit_b,
  min(theory.limit_sigma) AS theory_limit_sigma,
  avg(loss) AS loss_mean, stddev_samp(loss) / sqrt(count(loss)) AS loss_sem,
  avg(loss_stderr) AS loss_stderr_mean, stddev_samp(loss_stderr) / sqrt(count(loss_stderr)) AS loss_stderr_sem,
  avg(loss_train) AS loss_train_mean, stddev_samp(loss_train) / sqrt(count(loss_train)) AS loss_train_sem,
  avg(grad_norm) AS grad_norm_mean, stddev_samp(grad_norm) / sqrt(count(grad_norm)) AS grad_norm_sem,
  avg(grad_norm_stderr) AS grad_norm_stderr_mean,
  stddev_samp(grad_norm_stderr) / sqrt(count(grad_norm_stderr)) AS grad_norm_stderr_sem,
  avg(diag_mean) AS diag_mean_mean, stddev_samp(diag_mean) / sqrt(count(diag_mean)) AS diag_mean_sem,
  avg(diag_var) AS diag_var_mean, stddev_samp(diag_var) / sqrt(count(diag_var)) AS diag_var_sem,
  avg(bias_mean) AS bias_mean_mean, stddev_samp(bias_mean) / sqrt(count(bias_mean)) AS bias_mean_sem,
  avg(bias_var) AS bias_var_mean, stddev_samp(bias_var) / sqrt(count(bias_var)) AS bias_var_sem,
  avg(offdiag_energy_mean) AS offdiag_energy_mean_mean,
  stddev_samp(offdiag_energy_mean) / sqrt(count(offdiag_energy_mean)) AS offdiag_energy_mean_sem,
  avg(offdiag_energy_var) AS offdiag_energy_var_mean,
  stddev_samp(offdiag_energy_var) / sqrt(count(offdiag_energy_var)) AS offdiag_energy_var_sem,
  avg(noise_var_mean) AS noise_var_mean_mean,
  stddev_samp(noise_var_mean) / sqrt(count(noise_var_mean)) AS noise_var_mean_sem,
  avg(noise_var_var) AS noise_var_var_mean,
  stddev_samp(noise_var_var) / sqrt(count(noise_var_var)) AS noise_var_var_sem,
  avg(noise_mean_mean) AS noise_mean_mean_mean,
  stddev_samp(noise_mean_mean) / sqrt(count(noise_mean_mean)) AS noise_mean_mean_sem,
  avg(noise_mean_var) AS noise_mean_var_mean,
  stddev_samp(noise_mean_var) / sqrt(count(noise_mean_var)) AS noise_mean_var_sem,
  avg(lyapunov_mean) AS lyapunov_mean_mean,
  stddev_samp(lyapunov_mean) / sqrt(count(lyapunov_mean)) AS lyapunov_mean_sem,
  avg(lyapunov_min) AS lyapunov_min_mean, stddev_samp(lyapunov_min) / sqrt(count(lyapunov_min)) AS lyapunov_min_sem,
  avg(lyapunov_max) AS lyapunov_max_mean, stddev_samp(lyapunov_max) / sqrt(count(lyapunov_max)) AS lyapunov_max_sem,
  avg(lyapunov_raw_mean) AS lyapunov_raw_mean_mean,
  stddev_samp(lyapunov_raw_mean) / sqrt(count(lyapunov_raw_mean)) AS lyapunov_raw_mean_sem,
  avg(lyapunov_raw_min) AS lyapunov_raw_min_mean,
  stddev_samp(lyapunov_raw_min) / sqrt(count(lyapunov_raw_min)) AS lyapunov_raw_min_sem,
  avg(lyapunov_raw_max) AS lyapunov_raw_max_mean,
  stddev_samp(lyapunov_raw_max) / sqrt(count(lyapunov_raw_max)) AS lyapunov_raw_max_sem,
  avg(lyapunov_undefined) AS lyapunov_undefined_mean,
  stddev_samp(lyapunov_undefined) / sqrt(count(lyapunov_undefined)) AS lyapunov_undefined_sem,
  avg(ks_statistic) AS ks_statistic_mean, stddev_samp(ks_statistic) / sqrt(count(ks_statistic)) AS ks_statistic_sem,
  avg(ks_pvalue) AS ks_pvalue_mean, stddev_samp(ks_pvalue) / sqrt(count(ks_pvalue)) AS ks_pvalue_sem,
  avg(w_norm) AS w_norm_mean, stddev_samp(w_norm) / sqrt(count(w_norm)) AS w_norm_sem,
  avg(w_sym_norm) AS w_sym_norm_mean, stddev_samp(w_sym_norm) / sqrt(count(w_sym_norm)) AS w_sym_norm_sem,
  avg(w_antisym_norm) AS w_antisym_norm_mean,
  stddev_samp(w_antisym_norm) / sqrt(count(w_antisym_norm)) AS w_antisym_norm_sem,
  avg(frobenius2) AS frobenius2_mean, stddev_samp(frobenius2) / sqrt(count(frobenius2)) AS frobenius2_sem,
  avg(dims_per_feature) AS dims_per_feature_mean,
  stddev_samp(dims_per_feature) / sqrt(count(dims_per_feature)) AS dims_per_feature_sem,
  avg(represented) AS represented_mean, stddev_samp(represented) / sqrt(count(represented)) AS represented_sem,
  avg(interaction_dims_per_feature) AS interaction_dims_per_feature_mean,
  stddev_samp(interaction_dims_per_feature) / sqrt(count(interaction_dims_per_feature)) AS interaction_dims_per_feature_sem,
  avg(interaction_represented) AS interaction_represented_mean,
  stddev_samp(interaction_represented) / sqrt(count(interaction_represented)) AS interaction_represented_sem,
  avg(try_divide(loss, theory.loss_symmetric)) AS loss_over_symmetric_mean, stddev_samp(try_divide(loss,
  theory.loss_symmetric)) / sqrt(count(try_divide(loss, theory.loss_symmetric))) AS loss_over_symmetric_sem,
  avg(l1.loss) AS l1_loss_mean, stddev_samp(l1.loss) / sqrt(count(l1.loss)) AS l1_loss_sem,
  avg(l1.recovered) AS l1_recovered_mean, stddev_samp(l1.recovered) / sqrt(count(l1.recovered)) AS l1_recovered_sem,
  avg(theory.loss_symmetric) AS theory_loss_symmetric_mean,
  stddev_samp(theory.loss_symmetric) / sqrt(count(theory.loss_symmetric)) AS theory_loss_symmetric_sem,
  avg(theory.second_order) AS theory_second_order_mean,
  stddev_samp(theory.second_order) / sqrt(count(theory.second_order)) AS theory_second_order_sem,
  avg(steps) AS steps_mean, stddev_samp(steps) / sqrt(count(steps)) AS steps_sem,
  avg(seconds) AS seconds_mean, stddev_samp(seconds) / sqrt(count(seconds)) AS seconds_sem
FROM models
GROUP BY point_key
) AS results
LEFT JOIN (
  SELECT point_key, max(ratio_nominal) AS ratio_nominal, count(*) AS n_planned FROM planned GROUP BY point_key
) AS requests USING (point_key);

-- features: one row per model and feature i, for models that keep them (measure.features: true). bias is b_i.
CREATE OR REPLACE TEMPORARY VIEW features AS
SELECT
  model_key, point_key, sweep, model_kind, n, m, ratio, sparsity, density, decay, seed, tied, hidden, output,
  output_parameter, data_kind, recipe,
  inline(features)
FROM models;

-- curves: one row per model and recorded step of training (measure.curve).
CREATE OR REPLACE TEMPORARY VIEW curves AS
SELECT
  model_key, point_key, sweep, model_kind, n, m, ratio, sparsity, density, decay, seed, tied, hidden, output,
  output_parameter, data_kind, recipe,
  inline(curve)
FROM models;

-- loss_by_active: one row per model and number k of active features (measure.active), k NULL for all above the last; loss is L_k.
CREATE OR REPLACE TEMPORARY VIEW loss_by_active AS
SELECT
  model_key, point_key, sweep, model_kind, n, m, ratio, sparsity, density, decay, seed, tied, hidden, output,
  output_parameter, data_kind, recipe,
  inline(theory.loss_by_active)
FROM models;

-- feature_geometry: one row per model and feature i (measure.geometry): what became of it, with whom, and who is opposite.
CREATE OR REPLACE TEMPORARY VIEW feature_geometry AS
SELECT
  model_key, point_key, sweep, model_kind, n, m, ratio, sparsity, density, decay, seed, tied, hidden, output,
  output_parameter, data_kind, recipe,
  loss,
  inline(geometry.features)
FROM models;

-- summands: one row per model and summand of the direct sum its features form, with the shape of the summand and how far from optimal it is.
CREATE OR REPLACE TEMPORARY VIEW summands AS
SELECT
  model_key, point_key, sweep, model_kind, n, m, ratio, sparsity, density, decay, seed, tied, hidden, output,
  output_parameter, data_kind, recipe,
  loss,
  geometry.sum_name, geometry.planes_agree, inline(geometry.summands)
FROM models;

-- barcodes: one row per model and hole of the Vietoris-Rips complex of its features' directions; death NULL of what never ends.
CREATE OR REPLACE TEMPORARY VIEW barcodes AS
SELECT
  model_key, point_key, sweep, model_kind, n, m, ratio, sparsity, density, decay, seed, tied, hidden, output,
  output_parameter, data_kind, recipe,
  loss,
  geometry.sum_name, inline(geometry.barcode)
FROM models;

-- regions: one row per model and region of the hidden space within which the same outputs fire; exact for m = 2, else those samples saw.
CREATE OR REPLACE TEMPORARY VIEW regions AS
SELECT
  model_key, point_key, sweep, model_kind, n, m, ratio, sparsity, density, decay, seed, tied, hidden, output,
  output_parameter, data_kind, recipe,
  loss,
  geometry.region_count, geometry.regions_exact, inline(geometry.regions)
FROM models;

-- best_of_seeds: one row per point_key that has a loss: the seed that reached the lowest loss, the spread over seeds, and in what share of
-- those with geometry each direct sum (sums) and each shape (shapes: at least one such summand) came out. An experiment is not one run. The
-- losses are evaluated by samples, so the lowest of many equally good ones lies one to two loss_best_stderr too low.
CREATE OR REPLACE TEMPORARY VIEW best_of_seeds AS
WITH done AS (
  SELECT * FROM models WHERE loss IS NOT NULL
),
found AS (
  SELECT point_key, 'sum' AS kind, geometry.sum_name AS name, 1 AS hit FROM done WHERE geometry.sum_name IS NOT NULL
  UNION ALL
  SELECT point_key, 'shape', name, 1
  FROM (SELECT point_key, explode(array_distinct(geometry.summands.shape)) AS name FROM done)
),
hits AS (
  SELECT point_key, kind, name, count(*) AS hits FROM found GROUP BY point_key, kind, name
),
asked AS (
  SELECT point_key, count(geometry.sum_name) AS n_geometry FROM done GROUP BY point_key
),
rates AS (
  SELECT
    point_key,
    map_from_entries(array_sort(collect_list(struct(name, hits / n_geometry)) FILTER (WHERE kind = 'sum'))) AS sums,
    map_from_entries(array_sort(collect_list(struct(name, hits / n_geometry)) FILTER (WHERE kind = 'shape'))) AS shapes
  FROM hits JOIN asked USING (point_key)
  GROUP BY point_key
),
best AS (
  SELECT
    point_key,
    min(parameters) AS parameters, min(sweep) AS sweep, min(model_kind) AS model_kind, min(n) AS n, min(m) AS m,
    min(ratio) AS ratio, min(sparsity) AS sparsity, min(density) AS density, min(decay) AS decay,
    min(tied) AS tied, min(hidden) AS hidden, min(output) AS output, min(output_parameter) AS output_parameter,
    min(bias) AS bias, min(data_kind) AS data_kind,
    min(CAST(get_json_object(parameters, '$.importance.last') AS DOUBLE)) AS importance_last,
    min(recipe) AS recipe,
    count(*) AS seeds, min(loss) AS loss_best, avg(loss) AS loss_mean, max(loss) AS loss_max,
    stddev_samp(loss) AS loss_stddev, min_by(loss_stderr, loss) AS loss_best_stderr,
    min_by(model_key, loss) AS best_model_key, min_by(seed, loss) AS best_seed,
    min_by(geometry.sum_name, loss) AS best_sum, min_by(represented, loss) AS best_represented
  FROM done
  GROUP BY point_key
)
SELECT best.*, rates.sums, rates.shapes
FROM best LEFT JOIN rates USING (point_key);

-- best_known: one row per size, density, data, importance and output function that has a loss: the model of least loss of all that were trained,
-- grown or built for it, and how its loss compares with the symmetric limit. kind is model_kind, or code or grown where training began so. losses has
-- the least loss of each kind, and runner_up is the kind that comes next; of equal losses the kind, then the key, that is first in the alphabet is
-- taken. The losses are evaluated by samples: where loss and runner_up_loss are
-- within some loss_stderr of one another the order is chance, and the lowest of many equally good ones lies one to two loss_stderr too low.
CREATE OR REPLACE TEMPORARY VIEW best_known AS
WITH done AS (
  SELECT
    *,
    get_json_object(parameters, '$.data') AS data,
    if(
      get_json_object(parameters, '$.importance') = '{"last":1}',
      '{"decay":1}',
      get_json_object(parameters, '$.importance')
    ) AS importance,
    CASE
      WHEN model_kind <> 'trained' THEN model_kind
      WHEN get_json_object(parameters, '$.training.init.kind') IN ('code', 'grown')
      THEN get_json_object(parameters, '$.training.init.kind')
      ELSE 'trained'
    END AS kind
  FROM outcomes
  WHERE loss IS NOT NULL
),
kinds AS (
  SELECT
    n, m, density, hidden, output, output_parameter, coalesce(bias, true) AS bias, data, importance, kind,
    min(ratio) AS ratio, min(sparsity) AS sparsity, min(data_kind) AS data_kind, min(decay) AS decay,
    count(*) AS models,
    min(
      struct(
        loss, kind, model_key, seed, tied, loss_stderr, loss_limit, loss_symmetric, lyapunov_mean, steps, seconds
      )
    ) AS best
  FROM done
  GROUP BY n, m, density, hidden, output, output_parameter, coalesce(bias, true), data, importance, kind
),
ranked AS (
  SELECT
    n, m, density, hidden, output, output_parameter, bias, data, importance,
    min(ratio) AS ratio, min(sparsity) AS sparsity, min(data_kind) AS data_kind, min(decay) AS decay,
    sum(models) AS models, sort_array(collect_list(best)) AS bests
  FROM kinds
  GROUP BY n, m, density, hidden, output, output_parameter, bias, data, importance
)
SELECT
  n, m, ratio, sparsity, density, data_kind, data, decay, importance, hidden, output, output_parameter, bias,
  bests[0].kind AS kind, bests[0].model_key AS model_key, bests[0].seed AS seed, bests[0].tied AS tied,
  bests[0].loss AS loss, bests[0].loss_stderr AS loss_stderr, bests[0].loss_limit AS loss_limit,
  try_divide(bests[0].loss, bests[0].loss_limit) AS loss_over_limit,
  bests[0].loss_symmetric AS loss_symmetric, bests[0].lyapunov_mean AS lyapunov_mean,
  bests[0].steps AS steps, bests[0].seconds AS seconds,
  get(bests, 1).kind AS runner_up, get(bests, 1).loss AS runner_up_loss,
  models, map_from_entries(transform(bests, best -> struct(best.kind, best.loss))) AS losses
FROM ranked;

-- trajectories: one row per model, recorded step of training (measure.trajectory) and feature i. loss is the mean batch loss since the
-- step recorded before, the same for all features; bias is b_i, diag is W_ii.
CREATE OR REPLACE TEMPORARY VIEW trajectories AS
SELECT
  model_key, point_key, sweep, model_kind, n, m, ratio, sparsity, density, decay, seed, tied, hidden, output,
  output_parameter, data_kind, recipe,
  snapshot.step, snapshot.learning_rate, snapshot.loss, i, norm, snapshot.dimensionality[i] AS dimensionality,
  if(snapshot.bias IS NULL, CAST(0 AS FLOAT), snapshot.bias[i]) AS bias,
  if(snapshot.diag IS NULL, norm * norm, snapshot.diag[i]) AS diag
FROM models
LATERAL VIEW explode(dynamics.trajectory) AS snapshot
LATERAL VIEW posexplode(snapshot.norm) AS i, norm;

-- jumps: one row per model and change of a feature's dimensionality from one plateau to another; levels are named where they are near a
-- known one: 1, 3/4, 2/3, 1/2, 2/5, 3/8, 0.
CREATE OR REPLACE TEMPORARY VIEW jumps AS
SELECT
  model_key, point_key, sweep, model_kind, n, m, ratio, sparsity, density, decay, seed, tied, hidden, output,
  output_parameter, data_kind, recipe,
  inline(dynamics.jumps)
FROM models;

-- failures: the models that failed or diverged, and why.
CREATE OR REPLACE TEMPORARY VIEW failures AS
SELECT
  model_key, point_key, sweep, model_kind, n, m, ratio, sparsity, density, decay, seed, tied, hidden, output,
  output_parameter, data_kind, recipe,
  status, stop_reason, error_class, error_message, steps, kernel, device, host, attempt, started_at
FROM outcomes
WHERE status IN ('failed', 'diverged');

-- missing: the planned models without a final row; `run` trains them.
CREATE OR REPLACE TEMPORARY VIEW missing AS
SELECT planned.* FROM planned LEFT ANTI JOIN models ON planned.model_key = models.model_key;
