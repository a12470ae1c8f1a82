-- Why models failed, the most frequent reasons first; total counts the models of all reasons, also of those not listed.
SELECT
  status, coalesce(error_class, stop_reason) AS reason, left(min(error_message), 300) AS example, count(*) AS models,
  min(n) AS n_least, max(n) AS n_most, left(min(model_key), 12) AS model_key, sum(count(*)) OVER () AS total
FROM failures
GROUP BY status, coalesce(error_class, stop_reason)
ORDER BY models DESC, status, reason
LIMIT 50
