-- What does `fast` end at, and after how many steps, where `paper` stops by its own rule (recipe-study)? One row per point that both
-- have trained: means over seeds, ratios fast / paper, and the standard error of the ratio of losses from the spread over the seeds.
-- The ratio should be at most 1.005 everywhere.
SELECT
  n,
  m,
  density,
  tied,
  paper.loss_mean AS loss_paper,
  fast.loss_mean AS loss_fast,
  try_divide(fast.loss_mean, paper.loss_mean) AS ratio,
  try_divide(fast.loss_mean, paper.loss_mean)
    * sqrt(pow(try_divide(fast.loss_sem, fast.loss_mean), 2) + pow(try_divide(paper.loss_sem, paper.loss_mean), 2)) AS ratio_error,
  paper.steps_mean AS steps_paper,
  fast.steps_mean AS steps_fast,
  try_divide(fast.steps_mean, paper.steps_mean) AS steps_ratio,
  least(paper.n_done, fast.n_done) AS seeds
FROM (SELECT * FROM points WHERE recipe = 'paper') AS paper
JOIN (SELECT * FROM points WHERE recipe = 'fast') AS fast
  USING (n, m, density, tied, hidden, output, bias)
WHERE paper.decay <=> fast.decay AND paper.importance_last <=> fast.importance_last
  AND paper.output_parameter <=> fast.output_parameter
  AND get_json_object(paper.parameters, '$.data') <=> get_json_object(fast.parameters, '$.data')
  AND get_json_object(paper.parameters, '$.importance') <=> get_json_object(fast.parameters, '$.importance')
ORDER BY n, m, density, tied;
