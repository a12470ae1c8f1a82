-- The lowest loss that copies of a smaller trained model give at each size.
SELECT n, m, ratio, density AS p, loss, envelope, block_n, block_m, excess
FROM block_envelope
ORDER BY n, ratio, p
