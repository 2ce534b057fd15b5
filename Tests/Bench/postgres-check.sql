-- Prints the number of transfers, and after it how much is wrong: points that the balances have
-- more or less than the transfers moved, statements whose last entry is not their length.
SELECT count(*), sum(amount) - (SELECT sum(available) FROM holding WHERE day = -9999999) FROM transfer
UNION ALL
SELECT count(*), -1 FROM transfer GROUP BY account HAVING max(entry) <> count(*);
