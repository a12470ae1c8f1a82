-- The best loss known at each ratio and density: its kind, what it is over L*, how far the next kind is, how Gaussian its noise is, and the exponent
-- d ln L / d ln p from the density below, beside that of L*. As p goes to 0 loss_over_p2 of codes tends to their second-order coefficient, and
-- limit_over_log = L* / (p v ln(1/p)), v = (p/3 - p^2/4)(1/r - 1), to 1/2.
WITH known AS (
  SELECT *, lag(density) OVER sizes AS below, lag(loss) OVER sizes AS loss_below, lag(loss_limit) OVER sizes AS limit_below
  FROM best_known
  WHERE loss_limit IS NOT NULL
  WINDOW sizes AS (PARTITION BY n, m, data, importance, hidden, output, output_parameter, bias ORDER BY density)
)
SELECT n, m, round(ratio, 4) AS ratio, density, kind, loss, loss_over_limit, runner_up, try_divide(runner_up_loss, loss) AS runner_up_over_best,
       lyapunov_mean, try_divide(loss_symmetric, loss) AS symmetric_over_loss,
       loss / (density * density) AS loss_over_p2,
       ln(try_divide(loss, loss_below)) / ln(density / below) AS exponent,
       ln(try_divide(loss_limit, limit_below)) / ln(density / below) AS limit_exponent,
       try_divide(loss_limit, density * (density / 3 - density * density / 4) * (1 / ratio - 1) * ln(1 / density)) AS limit_over_log
FROM known
ORDER BY n, ratio, density;
