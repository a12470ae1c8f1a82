-- The lowest loss that copies or mixtures of smaller trained models give at each size.
SELECT n, m, ratio, density AS p, loss, envelope, block_n, block_m, excess
FROM block_envelope
ORDER BY n, ratio, p
