# Where the customers of the CDNOW log stand under `standings.yaml` on every month's last day, from
# the file alone.
#
#   awk -v folder=/tmp/expected -f standings.awk CDNOW_master.txt
#
# Each row is an order; a day's orders come together, at its noon. They earn a point for each whole
# 1.00, times what the level of that morning brings. What is reached on a day is given on it, with
# its reward; rewards count for the badge `rich` alone. A day begins with reviews of levels, and
# then boards are closed. On a month's last day, after all that is told here, every customer whose
# number is a multiple of 3 claims each task that can be claimed.
#
# Written is, for each month, a file such as `1997-01` in the folder, with one line for each
# customer who has come by then:
#   ID LEVEL,SINCE,REVIEW,GRACE GROWTH POINTS BADGE=EARNED:VALUE,... ...
#     TASK@FROM=STATE,STEPS,ON ... BOARD#RANK/MEMBERS=VALUE ...
# `-` stands for a date or a rank that there is not. A badge has one EARNED:VALUE for each tier,
# with VALUE+VALUE for a goal of several parts, each at most what it takes. Beside it,
# `1997-01.points` is the whole board of the month: VALUE DATE ID RANK, the best first.
#
# Days are numbers from 1996-01-01 on, which was a Monday.

BEGIN {
    forever = 100000
    for (year = 1996; year <= 1999; year++)
        for (month = 1; month <= 12; month++) {
            last = 31 - (month == 4 || month == 6 || month == 9 || month == 11)
            if (month == 2) last = year == 1996 ? 29 : 28
            firsts[year * 12 + month] = days + 0
            lengths[year * 12 + month] = last
            for (day = 1; day <= last; day++) {
                numbers[sprintf("%d%02d%02d", year, month, day)] = days + 0
                dates[days] = sprintf("%d-%02d-%02d", year, month, day)
                months[days] = year * 12 + month
                days++
            }
        }
    end = numbers["19980630"]

    split("5 15 30 60", at)
    split("4 10 22 45", keep)
    split("10 20 50 100", entry)
    # Hundredths of points for each 1.00, by level; 0 is none.
    rates[0] = rates[1] = 100; rates[2] = 150; rates[3] = 200; rates[4] = 250

    worth["buyer"] = 1; worth["mixed"] = 2; worth["rich"] = 2
    tier("buyer", 0, "count all life 1")
    tier("buyer", 5, "count all life 3")
    tier("buyer", 20, "count all life 10")
    tier("spender", 5, "sum all life 10000")
    tier("spender", 10, "sum all life 50000")
    tier("spender", 50, "sum all life 200000")
    tier("big", 0, "max all life 5000")
    tier("big", 8, "max all life 20000")
    tier("curious", 0, "distinct all life 2")
    tier("curious", 3, "distinct all life 4")
    tier("curious", 6, "distinct all life 7")
    tier("month", 1, "count all month 2")
    tier("month", 2, "sum all month 15000")
    tier("month", 3, "distinct all month 3")
    tier("week", 0, "count all week 2")
    tier("week", 0, "streak all week 2")
    tier("week", 0, "max all week 12000")
    tier("day", 0, "count all day 2")
    tier("day", 4, "sum all day 12000")
    tier("often", 7, "count all 30 3")
    tier("often", 0, "sum all 90 25000")
    tier("often", 0, "distinct all 60 3")
    tier("row", 9, "streak all life 2")
    tier("row", 30, "streak all life 3")
    tier("festive", 0, "count all festive 1")
    tier("festive", 12, "count all festive 3")
    tier("late", 11, "sum all late 5000")
    tier("bulk", 0, "count many life 1")
    tier("bulk", 0, "count odd life 4")
    tier("mixed", 0, "count all life 2;max all life 8000;distinct all life 3")
    tier("earner", 10, "earned - - 100")
    tier("earner", 40, "earned - - 600")
    tier("rich", 0, "credited - - 150")
    tier("rich", 0, "credited - - 1000")

    # Name, kind, first and last day, days to claim, what it asks for, reward, steps.
    task("first", "once", 0, forever, -1, "", 10, "count 1")
    task("second", "once", 0, forever, 0, "first", 15, "count 2;sum 8000")
    task("spring", "once", numbers["19970401"], forever, -1, "", 7, "count 1")
    task("treat", "daily", 0, forever, -1, "", 2, "sum 10000")
    task("twice", "weekly", 0, forever, 10, "", 4, "count 2")
    task("january", "days", numbers["19970101"], numbers["19970131"], 7, "", 6, "count 2;max 3000")
    task("july", "days", numbers["19970701"], numbers["19970725"], 6, "", 5, "count 1")
    task("december", "days", numbers["19971201"], numbers["19971231"], -1, "", 9, \
        "count 1;max 3000")
    inorder["second"] = 1

    # Winners and prizes, each for the ranks up to one.
    titles[1] = "points"; lasts[1] = "month"; winners[1] = 5; purses[1] = "1:50 3:20"
    titles[2] = "orders"; lasts[2] = "week"; winners[2] = 2; purses[2] = "1:3"
    boards = 2
}

function tier(badge, reward, goal,    parts, words, part) {
    tiers++
    badges[tiers] = badge
    rewards[tiers] = reward
    sizes[tiers] = split(goal, parts, ";")
    for (part = 1; part <= sizes[tiers]; part++) {
        split(parts[part], words, " ")
        kinds[tiers, part] = words[1]
        filters[tiers, part] = words[2]
        spans[tiers, part] = words[3]
        leasts[tiers, part] = words[4] + 0
    }
}

function task(name, kind, from, to, claimdays, after, reward, goal) {
    tasks++
    names[tasks] = name
    whens[tasks] = kind
    froms[tasks] = from
    tos[tasks] = to
    # Below 0: it is rewarded by itself.
    claims[tasks] = claimdays
    afters[tasks] = after
    prizes[tasks] = reward
    goals[tasks] = goal
}

function least(one, other) { return one < other ? one : other }
function floored(number, divisor) { return (number - number % divisor) / divisor }

function hundredths(text,    parts, count) {
    count = split(text, parts, ".")
    if (count == 1) return parts[1] * 100
    return parts[1] * 100 + substr(parts[2] "0", 1, 2)
}

# The same day so many months later, or that month's last one.
function later(day, count,    month) {
    month = months[day] + count
    return firsts[month] + least(day - firsts[months[day]], lengths[month] - 1)
}

# What this customer's orders of some days come to; they lie in the order of their days.
function over(kind, filter, from, to,    order, value, seen, run, former) {
    value = 0
    former = -1
    for (order = orders[who]; order >= 1 && when[who, order] >= from; order--) {
        if (when[who, order] > to) continue
        if (filter == "many" && items[who, order] < 5) continue
        if (filter == "odd" && items[who, order] != 1 && items[who, order] != 3) continue
        if (kind == "count") value++
        else if (kind == "sum") value += cents[who, order]
        else if (kind == "max") { if (cents[who, order] > value) value = cents[who, order] }
        else if (kind == "distinct") {
            if (!(items[who, order] in seen)) value++
            seen[items[who, order]] = 1
        } else if (when[who, order] != former) {
            run = when[who, order] == former - 1 ? run + 1 : 1
            former = when[who, order]
            if (run > value) value = run
        }
    }
    return value
}

# The orders of a day are new: what comes to more by them. A span has no days after this one yet.
function look(day,    number, part, span, from, to, value) {
    for (number = 1; number <= tiers; number++)
        for (part = 1; part <= sizes[number]; part++) {
            span = spans[number, part]
            if (span == "-") continue
            from = 0
            to = forever
            if (span == "day") from = day
            else if (span == "week") from = day - day % 7
            else if (span == "month") from = firsts[months[day]]
            else if (span == "festive") { from = numbers["19971101"]; to = numbers["19971231"] }
            else if (span == "late") from = numbers["19980101"]
            else if (span != "life") from = day - span + 1
            value = over(kinds[number, part], filters[number, part], from, to)
            if (value > bests[who, number, part]) bests[who, number, part] = value
        }
}

function worthof(number, part) {
    if (kinds[number, part] == "earned") return earned[who]
    if (kinds[number, part] == "credited") return credited[who]
    return bests[who, number, part] + 0
}

function isthere(number, part) { return worthof(number, part) >= leasts[number, part] }

function isreached(number) {
    if (badges[number] != "mixed") return isthere(number, 1)
    return isthere(number, 1) && (isthere(number, 2) || isthere(number, 3))
}

# What a customer has grown by in the six months up to a day.
function grown(day,    from, order, sum, count, value, former, name) {
    from = later(day, -6) + 1
    value = sum = count = 0
    former = -1
    for (order = orders[who]; order >= 1 && when[who, order] >= from; order--) {
        if (when[who, order] > day) continue
        if (when[who, order] != former) {
            value += least(floored(sum, 1000), 8) + least(2 * count, 4)
            sum = count = 0
            former = when[who, order]
        }
        sum += cents[who, order]
        count++
    }
    value += least(floored(sum, 1000), 8) + least(2 * count, 4)
    for (name in worth) value += worth[name] * held[who, name]
    return value
}

function reach(growth,    step, found) {
    found = 0
    for (step = 1; step <= 4; step++)
        if (growth >= at[step] && (step < 3 || held[who, "spender"]) \
            && (step < 4 || held[who, "often"])) found = step
    return found
}

function enter(step, day) {
    level[who] = step
    since[who] = day
    grace[who] = 0
    review[who] = step > 0 ? later(day, 3) : 0
}

# What is due at the beginning of a day, by what had been grown before.
function judge(day,    growth, found) {
    growth = grown(day - 1)
    if (!grace[who]) {
        review[who] = later(day, 3)
        if (growth < keep[level[who]]) grace[who] = day + 20
        return
    }
    grace[who] = 0
    if (growth >= keep[level[who]]) return
    found = reach(growth)
    enter(found > level[who] - 1 ? least(found, level[who]) : level[who] - 1, day)
}

function pay(amount) {
    balance[who] += amount
    credited[who] += amount
    moved = 1
}

# Gives all that is reached on a day; a reward may reach more.
function give(day,    number, growth, found, from) {
    do {
        moved = 0
        for (number = 1; number <= tiers; number++)
            if (!given[who, number] && isreached(number)) {
                given[who, number] = day
                held[who, badges[number]]++
                pay(rewards[number])
            }
        growth = grown(day)
        found = reach(growth)
        if (found > level[who]) {
            enter(found, day)
            moved = 1
        } else if (grace[who] && growth >= keep[level[who]]) grace[who] = 0
        while (highest[who] < level[who]) pay(entry[++highest[who]])
        for (number = 1; number <= tasks; number++) {
            from = begin(number, day)
            if (claims[number] >= 0 || from < 0 || state(number, from) != "done") continue
            rewarded[who, number, from] = day
            ever[who, names[number]] = 1
            pay(prizes[number])
        }
    } while (moved)
}

# The first day of the period of a task in which a day lies; -1 where it lies in none.
function begin(number, day) {
    if (whens[number] == "daily") return day
    if (whens[number] == "weekly") return day - day % 7
    return whens[number] == "once" || froms[number] <= day && day <= tos[number] \
        ? froms[number] : -1
}

# The last day of a task's period.
function finish(number, from) {
    if (whens[number] == "daily") return from
    return whens[number] == "weekly" ? from + 6 : tos[number]
}

function steps(number, from,    parts, words, count, part, done) {
    count = split(goals[number], parts, ";")
    done = 0
    for (part = 1; part <= count; part++) {
        split(parts[part], words, " ")
        if (over(words[1], "all", from, finish(number, from)) >= words[2]) done++
        else if (inorder[names[number]]) break
    }
    return done
}

function state(number, from,    parts) {
    if (rewarded[who, number, from]) return "rewarded"
    if (afters[number] != "" && !ever[who, afters[number]]) return "locked"
    return steps(number, from) == split(goals[number], parts, ";") ? "done" : "open"
}

# The periods of a task that are shown on a day, the newest first: that of the day, and earlier
# ones that wait to be claimed.
function shown(number, day, list,    count, from) {
    count = 0
    if (begin(number, day) >= 0) list[++count] = begin(number, day)
    if (claims[number] < 0 || whens[number] == "once") return count
    from = whens[number] == "weekly" ? day - day % 7 - 7 : froms[number]
    while (from >= 0 && finish(number, from) < day \
        && finish(number, from) + claims[number] >= day) {
        if (state(number, from) == "done") list[++count] = from
        from = whens[number] == "weekly" ? from - 7 : -1
    }
    return count
}

function tell(day,    line, number, part, list, count, place, from, value) {
    line = who " " level[who] "," dates[since[who]] "," \
        (review[who] ? dates[review[who]] : "-") "," (grace[who] ? dates[grace[who]] : "-") " " \
        grown(day) " " balance[who]
    for (number = 1; number <= tiers; number++) {
        if (badges[number] == "late" && !given[who, number]) continue
        if (badges[number] != badges[number - 1]) line = line " " badges[number] "="
        else line = line ","
        line = line (given[who, number] ? dates[given[who, number]] : "-")
        for (part = 1; part <= sizes[number]; part++)
            line = line (part == 1 ? ":" : "+") \
                least(worthof(number, part), leasts[number, part])
    }
    for (number = 1; number <= tasks; number++) {
        count = shown(number, day, list)
        for (place = 1; place <= count; place++) {
            from = list[place]
            if (whens[number] == "once") began = froms[number] ? dates[froms[number]] : "-"
            else began = dates[from]
            line = line " " names[number] "@" began "=" \
                state(number, from) "," steps(number, from) "," \
                (rewarded[who, number, from] ? dates[rewarded[who, number, from]] : "-")
        }
    }
    for (number = 1; number <= boards; number++) {
        value = scores[number, first(number, day), who] + 0
        line = line " " titles[number] "#" (value ? above[number, value] + 1 : "-") "/" \
            entrants[number, first(number, day)] + 0 "=" value
    }
    print line > (folder "/" substr(dates[day], 1, 7))
}

function claimall(day,    number, list, count, place) {
    for (number = 1; number <= tasks; number++) {
        if (claims[number] < 0) continue
        count = shown(number, day, list)
        for (place = 1; place <= count; place++)
            if (state(number, list[place]) == "done") {
                rewarded[who, number, list[place]] = day
                ever[who, names[number]] = 1
                pay(prizes[number])
            }
    }
    give(day)
}

# The first day of the period of a board in which a day lies.
function first(number, day) {
    return lasts[number] == "week" ? day - day % 7 : firsts[months[day]]
}

function score(number, day, amount,    from) {
    if (amount == 0) return
    from = first(number, day)
    # A month's end may have asked for it before it was anything.
    if (!scores[number, from, who]) listed[number, from, ++entrants[number, from]] = who
    scores[number, from, who] += amount
    reached[number, from, who] = day
}

# How many members of a board have more than a value, for each value.
function spread(number, from,    place, value, values, most, sum) {
    most = sum = 0
    for (place = 1; place <= entrants[number, from]; place++) {
        value = scores[number, from, listed[number, from, place]]
        values[value]++
        if (value > most) most = value
    }
    for (value = most; value > 0; value--)
        if (value in values) {
            above[number, value] = sum
            sum += values[value]
        }
}

# Whether one stands before another: with more, else earlier, else by the name.
function isbefore(number, from, one, other,    difference) {
    difference = scores[number, from, one] - scores[number, from, other]
    if (!difference) difference = reached[number, from, other] - reached[number, from, one]
    return difference ? difference > 0 : (one "") < (other "")
}

# Hands out the prizes of a board at the beginning of a day.
function shut(number, from, day,
    place, best, one, taken, winner, rank, former, words, parts, at) {
    split(purses[number], words, " ")
    for (winner = 1; winner <= winners[number]; winner++) {
        best = ""
        for (place = 1; place <= entrants[number, from]; place++) {
            one = listed[number, from, place]
            if (!(one in taken) && (best == "" || isbefore(number, from, one, best))) best = one
        }
        if (best == "") break
        taken[best] = 1
        if (scores[number, from, best] != former) rank = winner
        former = scores[number, from, best]
        for (at = 1; at in words; at++) {
            split(words[at], parts, ":")
            if (rank <= parts[1]) break
        }
        if (!(at in words)) break
        who = best
        pay(parts[2])
        give(day)
    }
}

# Writes the whole board of points of a month.
function publish(day,    from, place, command) {
    from = first(1, day)
    command = "sort -k1,1nr -k2,2 -k3,3 > " folder "/" substr(dates[day], 1, 7) ".points"
    for (place = 1; place <= entrants[1, from]; place++) {
        who = listed[1, from, place]
        print scores[1, from, who], dates[reached[1, from, who]], who, \
            above[1, scores[1, from, who]] + 1 | command
    }
    close(command)
}

function buy(day,    lines, count, place, points) {
    count = split(rows[who, day], lines, " ")
    for (place = 1; place <= count; place++) {
        orders[who]++
        when[who, orders[who]] = day
        cents[who, orders[who]] = prices[lines[place]]
        items[who, orders[who]] = quantities[lines[place]]
        points = floored(cents[who, orders[who]] * rates[level[who]], 10000)
        earned[who] += points
        credited[who] += points
        balance[who] += points
        score(1, day, points)
        score(2, day, 1)
    }
}

{ sub(/\r$/, "") }

NR == 1 || NF == 0 { next }

{
    day = numbers[$2]
    prices[NR] = hundredths($4)
    quantities[NR] = $3 + 0
    if (!(($1, day) in rows)) coming[day] = coming[day] " " $1
    rows[$1, day] = rows[$1, day] " " NR
}

END {
    for (day = numbers["19970101"]; day <= end; day++) {
        for (who in arrivals) if ((grace[who] ? grace[who] : review[who]) == day) judge(day)
        if (day % 7 == 0) shut(2, day - 7, day)
        if (day == firsts[months[day]] + 1) shut(1, firsts[months[day] - 1], day)
        comers = split(coming[day], callers, " ")
        for (place = 1; place <= comers; place++) {
            who = callers[place]
            if (!(who in arrivals)) {
                arrivals[who] = since[who] = day
                earned[who] = balance[who] = level[who] = review[who] = grace[who] = 0
            }
            buy(day)
            look(day)
            give(day)
        }
        if (day < firsts[months[day] + 1] - 1) continue
        split("", above)
        spread(1, first(1, day))
        spread(2, first(2, day))
        publish(day)
        for (who in arrivals) tell(day)
        for (who in arrivals) if (who % 3 == 0) claimall(day)
    }
}
