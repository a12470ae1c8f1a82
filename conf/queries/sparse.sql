-- The loss of models of sparse data over L*, the limit of "The Persian Rug", and how long they took.
SELECT n, m, density, count(*) AS models, avg(loss) AS loss, stddev(loss) AS loss_deviation,
       avg(loss / loss_limit) AS over_limit, avg(steps) AS steps, avg(seconds) AS seconds
FROM models
WHERE loss IS NOT NULL
GROUP BY n, m, density
ORDER BY n, density DESC;
