# What the purchases of the CDNOW log earn under the starter programme, from the file alone.
#
#   awk -v times=3 -v over=2 -v day=8 -v double=0808,1111,1212 -v cap=500 \
#     -f earned.awk CDNOW_master.txt
#
# A purchase earns a point for each whole 1.00; on the dates `double` of each year twice that, on
# the member day (day of the month `day`) else times times/over, rounded down once. A member earns at most `cap` points on one day, in the file's
# order. Points are gone after the last day of the year that follows the one of earning.
#
# Printed are, in whole points:
#   customer ID EARNED YEAR-EARNED:AMOUNT ...      for each customer
#   total EARNED
#   clipped PURCHASES                              how many the cap has cut
#   memberday PURCHASES                            how many fell on a member day alone
#   doubleday PURCHASES                            how many fell on a double day
#   expired YEAR AMOUNT                            at the end of 1998 and of 1999
#   liability YYYY-MM AMOUNT                       at the end of each month, what expires then gone
#
# Numbers are doubles, exact up to 2^53: amounts are hundredths, and fractions are never formed.

function floored(number, divisor) { return (number - number % divisor) / divisor }

function hundredths(text,    parts, count) {
    count = split(text, parts, ".")
    if (count == 1) return parts[1] * 100
    return parts[1] * 100 + substr(parts[2] "0", 1, 2)
}

{ sub(/\r$/, "") }

NR == 1 || NF == 0 { next }

{
    year = substr($2, 1, 4)
    points = floored(hundredths($4), 100)
    if (index("," double ",", "," substr($2, 5, 4) ",")) {
        doubledays++
        points = floored(hundredths($4) * 2, 100)
    } else if (substr($2, 7, 2) + 0 == day) {
        memberdays++
        points = floored(hundredths($4) * times, 100 * over)
    }
    left = cap - today[$1, $2]
    if (points > left) {
        points = left
        clipped++
    }
    today[$1, $2] += points
    customers[$1] = 1
    earned[$1] += points
    earnedin[$1, year] += points
    inmonth[substr($2, 1, 6)] += points
    inyear[year] += points
    total += points
}

END {
    for (customer in customers) {
        line = "customer " customer " " earned[customer] + 0
        for (year = 1997; year <= 1998; year++) line = line " " year ":" earnedin[customer, year] + 0
        print line
    }
    print "total " total + 0
    print "clipped " clipped + 0
    print "memberday " memberdays + 0
    print "doubleday " doubledays + 0
    for (year = 1998; year <= 1999; year++) print "expired " year " " inyear[year - 1] + 0
    for (year = 1997; year <= 2000; year++)
        for (month = 1; month <= (year < 2000 ? 12 : 1); month++) {
            liability += inmonth[sprintf("%d%02d", year, month)]
            if (month == 12) liability -= inyear[year - 1]
            printf "liability %d-%02d %d\n", year, month, liability
        }
}
