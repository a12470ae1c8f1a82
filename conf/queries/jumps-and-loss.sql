-- Do changes of level coincide with drops of the loss? For each point, over all pairs of successive recorded steps: by how many percent
-- does the loss fall from the first to the second and the one after it, where at least one feature changes its level at the second, and
-- where none does? Falls at the same stage of training are compared: stages are tenths of the recorded steps. Needs measure.trajectory.
WITH losses AS (
  SELECT
    point_key, model_key, n, m, density, decay, data_kind, step,
    min(loss) AS loss,
    lag(min(loss)) OVER (PARTITION BY model_key ORDER BY step) AS before,
    lead(min(loss)) OVER (PARTITION BY model_key ORDER BY step) AS after,
    ntile(10) OVER (PARTITION BY model_key ORDER BY step) AS stage
  FROM trajectories
  GROUP BY point_key, model_key, n, m, density, decay, data_kind, step
), changed AS (
  SELECT model_key, step, count(*) AS jumps FROM jumps GROUP BY model_key, step
)
SELECT
  n, m, density, decay, data_kind, stage,
  min(step) AS first_step,
  max(step) AS last_step,
  coalesce(sum(jumps), 0) AS jumps,
  count(jumps) AS steps_with,
  100 * avg(CASE WHEN jumps IS NOT NULL THEN 1 - try_divide(after, before) END) AS percent_with,
  100 * avg(CASE WHEN jumps IS NULL THEN 1 - try_divide(after, before) END) AS percent_without
FROM losses
LEFT JOIN changed USING (model_key, step)
WHERE before IS NOT NULL AND after IS NOT NULL
GROUP BY point_key, n, m, density, decay, data_kind, stage
ORDER BY n, m, density, decay, data_kind, stage;
