# What the customers of the CDNOW log earn by coming under the starter programme, from the file
# alone: each day on which one bought something is a check-in.
#
#   awk -f streaks.awk CDNOW_master.txt
#
# A check-in on the n-th day of a streak earns base[n], over again after the last. Lengths earn
# once per streak: points[n] and tickets[n]. A day that is missed while there is a streak takes one
# of two freezes, which never come back, and then the streak. Days are missed from a customer's
# first one to the day before the file's last.
#
# Printed are:
#   day ID YYYYMMDD LENGTH BASE MILESTONE TICKETS   for each check-in
#   customer ID CHECKINS STREAK LONGEST FREEZES BASE MILESTONES TICKETS   for each customer
#   total CHECKINS BASE MILESTONES TICKETS

BEGIN {
    cycle = split("1 2 3 4 5 6 10", base)
    points[7] = 10
    points[14] = 20;    tickets[14] = 1
    points[30] = 50;    tickets[30] = 2
    points[100] = 200;  tickets[100] = 5
    points[365] = 1000; tickets[365] = 20
}

# Days since some day long ago, so that neighbours differ by one.
function number(date,    year, month) {
    year = substr(date, 1, 4) + 0
    month = substr(date, 5, 2) + 0
    # A year that begins in March has its leap day at its end.
    if (month < 3) { year--; month += 12 }
    return 365 * year + int(year / 4) - int(year / 100) + int(year / 400) \
        + int((153 * month - 457) / 5) + substr(date, 7, 2)
}

{ sub(/\r$/, "") }

NR == 1 || NF == 0 { next }

{
    if (!($2 in numbers)) numbers[$2] = number($2)
    day = numbers[$2]
    if (!(($1, day) in came)) visits[$1]++
    came[$1, day] = $2
    if (!($1 in first) || day < first[$1]) first[$1] = day
    if (day > last) last = day
}

END {
    for (customer in first) {
        count = streak = longest = inbase = inpoints = intickets = 0
        freezes = 2
        for (day = first[customer]; day <= last; day++) {
            if ((customer, day) in came) {
                count++
                streak++
                if (streak > longest) longest = streak
                earned = base[(streak - 1) % cycle + 1]
                inbase += earned
                inpoints += points[streak]
                intickets += tickets[streak]
                print "day", customer, came[customer, day], streak, earned, \
                    points[streak] + 0, tickets[streak] + 0
            } else if (day < last && streak > 0) {
                if (freezes > 0) freezes--
                else streak = 0
            }
            # Nothing can change any more.
            if (streak == 0 && count == visits[customer]) break
        }
        print "customer", customer, count, streak, longest, freezes, inbase, inpoints, intickets
        counts += count
        bases += inbase
        milestones += inpoints
        alltickets += intickets
    }
    print "total", counts, bases, milestones, alltickets
}
