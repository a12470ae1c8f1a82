-- Which points took longest, and was it predicted?
SELECT
  n,
  m,
  density,
  seed,
  status,
  steps,
  kernel,
  host,
  seconds,
  predicted_seconds,
  try_divide(seconds, predicted_seconds) AS actual_over_predicted,
  try_divide(1000 * seconds, steps) AS milliseconds_per_step
FROM models
WHERE seconds IS NOT NULL
ORDER BY seconds DESC
LIMIT 20;
