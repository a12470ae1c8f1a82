-- What do ten times the steps gain (recipe-validation)? One row per point, the worst first: the mean loss of `fast` over that of `thorough`, with the standard
-- error of the ratio from the spread over the seeds. At 1.01 and less `fast` does not stop too soon; where the error is larger than that, seeds end in different
-- minima, and the ratio tells little.
SELECT
  n,
  m,
  density,
  tied,
  hidden,
  output,
  fast.output_parameter,
  bias,
  get_json_object(fast.parameters, '$.importance') AS importance,
  get_json_object(fast.parameters, '$.data') AS data,
  fast.loss_mean AS loss_fast,
  thorough.loss_mean AS loss_thorough,
  try_divide(fast.loss_mean, thorough.loss_mean) AS ratio,
  try_divide(fast.loss_mean, thorough.loss_mean)
    * sqrt(pow(try_divide(fast.loss_sem, fast.loss_mean), 2) + pow(try_divide(thorough.loss_sem, thorough.loss_mean), 2)) AS ratio_error,
  fast.steps_mean AS steps_fast,
  fast.seconds_mean AS seconds_fast,
  least(fast.n_done, thorough.n_done) AS seeds
FROM (SELECT * FROM points WHERE recipe = 'fast') AS fast
JOIN (SELECT * FROM points WHERE recipe = 'thorough') AS thorough
  USING (n, m, density, tied, hidden, output, bias)
WHERE fast.decay <=> thorough.decay AND fast.importance_last <=> thorough.importance_last
  AND fast.output_parameter <=> thorough.output_parameter
  AND get_json_object(fast.parameters, '$.data') <=> get_json_object(thorough.parameters, '$.data')
  AND get_json_object(fast.parameters, '$.importance') <=> get_json_object(thorough.parameters, '$.importance')
ORDER BY ratio DESC;
