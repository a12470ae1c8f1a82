-- When do features appear in training, and do the important ones come first? For each feature of a point the seeds that represent it
-- in the end (norm above 1/2), and the step from which on they do: the median, the first and the last over these seeds. Needs
-- measure.trajectory.
WITH steps AS (
  SELECT
    point_key, model_key, n, m, density, decay, data_kind, i, step, norm,
    max(CASE WHEN NOT norm > 0.5 THEN step ELSE -1 END) OVER (PARTITION BY model_key, i) AS absent
  FROM trajectories
), appeared AS (
  SELECT point_key, model_key, n, m, density, decay, data_kind, i, min(CASE WHEN step > absent THEN step END) AS step
  FROM steps
  GROUP BY point_key, model_key, n, m, density, decay, data_kind, i
)
SELECT
  n, m, density, decay, data_kind, i,
  count(*) AS seeds,
  count(step) AS represented,
  median(step) AS median_step,
  min(step) AS first_step,
  max(step) AS last_step
FROM appeared
GROUP BY point_key, n, m, density, decay, data_kind, i
ORDER BY n, m, density, decay, data_kind, i;
