-- Does another output beat ReLU by more than a constant factor, as "The Persian Rug" says none does (sections 5.2.1 and 5.2.2)? For each
-- shape and density the loss of every output over that of ReLU, means over seeds, with the error of that ratio; below them in the same
-- units what basis pursuit on ReLU's own encoder reaches (measure.l1), which is no element-wise decoder, and recovers exactly.
WITH outputs AS (
  SELECT
    n, m, density, decay, importance_last, tied, hidden, bias, parameters, recipe,
    output, output_parameter, loss_mean AS loss, loss_sem, CAST(NULL AS DOUBLE) AS recovered, n_done AS seeds
  FROM points
  WHERE n_done > 0
  UNION ALL
  SELECT
    n, m, density, decay, importance_last, tied, hidden, bias, parameters, recipe,
    'basis pursuit', NULL, l1_loss_mean, l1_loss_sem, l1_recovered_mean, n_done
  FROM points
  WHERE output = 'relu' AND l1_loss_mean IS NOT NULL
)
SELECT
  other.n,
  other.m,
  other.density,
  other.output,
  other.output_parameter AS parameter,
  other.loss,
  relu.loss_mean AS loss_relu,
  try_divide(other.loss, relu.loss_mean) AS ratio,
  try_divide(other.loss, relu.loss_mean)
    * sqrt(pow(try_divide(other.loss_sem, other.loss), 2) + pow(try_divide(relu.loss_sem, relu.loss_mean), 2)) AS ratio_error,
  other.recovered,
  other.seeds
FROM outputs AS other
JOIN (SELECT * FROM points WHERE output = 'relu') AS relu USING (n, m, density, tied, hidden, bias, recipe)
WHERE other.output <> 'relu' AND other.decay <=> relu.decay AND other.importance_last <=> relu.importance_last
  AND get_json_object(other.parameters, '$.data') <=> get_json_object(relu.parameters, '$.data')
  AND get_json_object(other.parameters, '$.importance') <=> get_json_object(relu.parameters, '$.importance')
  AND get_json_object(other.parameters, '$.training') <=> get_json_object(relu.parameters, '$.training')
ORDER BY n, m, density, output, parameter;
