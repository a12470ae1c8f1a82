-- recipe-study in one row: at how many points is the loss of `fast` at most 1.005 times that of `paper`, what are the largest, the median
-- and the least ratio, and what share of the steps does it take?
SELECT
  count(*) AS points,
  count_if(fast.loss_mean <= 1.005 * paper.loss_mean) AS within,
  max(try_divide(fast.loss_mean, paper.loss_mean)) AS largest_ratio,
  median(try_divide(fast.loss_mean, paper.loss_mean)) AS median_ratio,
  min(try_divide(fast.loss_mean, paper.loss_mean)) AS least_ratio,
  median(try_divide(fast.steps_mean, paper.steps_mean)) AS median_steps_ratio,
  max(try_divide(fast.steps_mean, paper.steps_mean)) AS largest_steps_ratio,
  sum(paper.seconds_mean * paper.n_done) / 3600 AS core_hours_paper,
  sum(fast.seconds_mean * fast.n_done) / 3600 AS core_hours_fast
FROM (SELECT * FROM points WHERE recipe = 'paper') AS paper
JOIN (SELECT * FROM points WHERE recipe = 'fast') AS fast
  USING (n, m, density, tied, hidden, output, bias)
WHERE paper.decay <=> fast.decay AND paper.importance_last <=> fast.importance_last
  AND paper.output_parameter <=> fast.output_parameter
  AND get_json_object(paper.parameters, '$.data') <=> get_json_object(fast.parameters, '$.data')
  AND get_json_object(paper.parameters, '$.importance') <=> get_json_object(fast.parameters, '$.importance');
