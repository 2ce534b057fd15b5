# The whole dollars that each customer of the CDNOW log has spent.
NR > 1 { dollars[$1] += int($4) }
END { for (customer in dollars) printf "%s %d\n", customer, dollars[customer] }
