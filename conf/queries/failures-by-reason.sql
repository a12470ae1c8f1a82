-- Why did points fail, and where in the grid?
SELECT
  status,
  coalesce(error_class, stop_reason) AS reason,
  count(*) AS models,
  min(n) AS n_least,
  max(n) AS n_most,
  min(density) AS density_least,
  max(density) AS density_most,
  min_by(error_message, model_key) AS an_example,
  min(model_key) AS its_model_key
FROM failures
GROUP BY status, coalesce(error_class, stop_reason)
ORDER BY models DESC, status, reason;
