-- To what does each statistic tend as n grows, and how fast? A(n) = limit + amplitude * n^(-alpha), with 95 % intervals.
SELECT
  statistic, ratio, density, tied, sizes, values, status, verdict, alpha, alpha_low, alpha_high, limit, limit_low,
  limit_high, vanishes, alpha_vanishing, expected_alpha, agrees
FROM scaling
WHERE status <> 'too few sizes'
ORDER BY statistic, ratio, density, tied
