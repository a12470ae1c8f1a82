-- Which changes of level happen in training, how often, and when? A level is NULL where the plateau is near none that is known: of random
-- initial vectors, or of groups without symmetry. Needs measure.trajectory.
SELECT
  n, m, density, decay, data_kind,
  from_level, to_level,
  count(*) AS changes,
  count(DISTINCT model_key) AS models,
  median(step) AS median_step,
  avg(from) AS mean_from,
  avg(to) AS mean_to
FROM jumps
GROUP BY point_key, n, m, density, decay, data_kind, from_level, to_level
ORDER BY n, m, density, decay, data_kind, changes DESC, median_step, from_level, to_level;
