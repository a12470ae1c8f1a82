-- What does `quick` end at, and after how many steps, where `paper` stops by its own rule (recipe-study)? One row per point that both
-- have trained: means over seeds, ratios quick / paper, and the standard error of the ratio of losses from the spread over the seeds.
-- The ratio should be at most 1.005 everywhere.
SELECT
  n,
  m,
  density,
  tied,
  paper.loss_mean AS loss_paper,
  quick.loss_mean AS loss_quick,
  try_divide(quick.loss_mean, paper.loss_mean) AS ratio,
  try_divide(quick.loss_mean, paper.loss_mean)
    * sqrt(pow(try_divide(quick.loss_sem, quick.loss_mean), 2) + pow(try_divide(paper.loss_sem, paper.loss_mean), 2)) AS ratio_error,
  paper.steps_mean AS steps_paper,
  quick.steps_mean AS steps_quick,
  try_divide(quick.steps_mean, paper.steps_mean) AS steps_ratio,
  least(paper.n_done, quick.n_done) AS seeds
FROM (SELECT * FROM points WHERE recipe = 'paper') AS paper
JOIN (SELECT * FROM points WHERE recipe = 'quick') AS quick
  USING (n, m, density, tied, hidden, output, bias)
WHERE paper.decay <=> quick.decay AND paper.importance_last <=> quick.importance_last
  AND paper.output_parameter <=> quick.output_parameter
  AND get_json_object(paper.parameters, '$.data') <=> get_json_object(quick.parameters, '$.data')
  AND get_json_object(paper.parameters, '$.importance') <=> get_json_object(quick.parameters, '$.importance')
ORDER BY n, m, density, tied;
