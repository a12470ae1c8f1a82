-- How honest was `plan`? Predicted and actual core-hours by size and kernel; the ratio should be near 1.
SELECT
  kernel,
  n,
  count(*) AS models,
  sum(predicted_seconds) / 3600 AS predicted_core_hours,
  sum(coalesce(core_seconds, seconds)) / 3600 AS core_hours,
  try_divide(sum(coalesce(core_seconds, seconds)), sum(predicted_seconds)) AS actual_over_predicted
FROM models
WHERE seconds IS NOT NULL AND predicted_seconds IS NOT NULL
GROUP BY kernel, n
ORDER BY kernel, n;
