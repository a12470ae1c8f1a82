-- recipe-study in one row: at how many points is the loss of `quick` at most 1.005 times that of `paper`, what are the largest, the median
-- and the least ratio, and what share of the steps does it take?
SELECT
  count(*) AS points,
  count_if(quick.loss_mean <= 1.005 * paper.loss_mean) AS within,
  max(try_divide(quick.loss_mean, paper.loss_mean)) AS largest_ratio,
  median(try_divide(quick.loss_mean, paper.loss_mean)) AS median_ratio,
  min(try_divide(quick.loss_mean, paper.loss_mean)) AS least_ratio,
  median(try_divide(quick.steps_mean, paper.steps_mean)) AS median_steps_ratio,
  max(try_divide(quick.steps_mean, paper.steps_mean)) AS largest_steps_ratio,
  sum(paper.seconds_mean * paper.n_done) / 3600 AS core_hours_paper,
  sum(quick.seconds_mean * quick.n_done) / 3600 AS core_hours_quick
FROM (SELECT * FROM points WHERE recipe = 'paper') AS paper
JOIN (SELECT * FROM points WHERE recipe = 'quick') AS quick
  USING (n, m, density, tied, hidden, output, bias)
WHERE paper.decay <=> quick.decay AND paper.importance_last <=> quick.importance_last
  AND paper.output_parameter <=> quick.output_parameter
  AND get_json_object(paper.parameters, '$.data') <=> get_json_object(quick.parameters, '$.data')
  AND get_json_object(paper.parameters, '$.importance') <=> get_json_object(quick.parameters, '$.importance');
