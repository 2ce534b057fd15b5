import Calls
import Primitives
import Storage
import TestSupport
import Testing
import Wire

@Suite("Jumps of the test clock", .timeLimit(.minutes(5)))
struct DueJobJumpTests {
    @Test("one of 400 days equals 400 of one day, to the row")
    func jumps() async throws {
        let once = try await Self.rows(after: [400])
        let daily = try await Self.rows(after: Array(1...400))
        let uneven = try await Self.rows(after: [1, 2, 30, 31, 200, 399, 400])

        #expect(once.count > 100)
        #expect(once == daily)
        #expect(once == uneven)
    }

    /// What is stored after the clock was set to each of some days after its start, in turn.
    private static func rows(after days: [Int64]) async throws -> [String] {
        try await Gateway.serving(
            ["test-clock": "true"],
            programme: .earningProgramme()
        ) { gateway in
            try await gateway.setClock(day: 0)
            for member in 0..<16 { try await gateway.prepare(Int64(member)) }
            for day in days { try await gateway.setClock(day: day) }
            #expect(try await gateway.differences().found == [])
            #expect(try await gateway.chainFault() == nil)
            return try await gateway.stopped { store in
                try store.read { reads in try DueJobRows(reads).texts }
            }
        }
    }

    @Test("that only set show what they store when they run", arguments: [3, 20, 250, 400, 900])
    func readsFirst(day: Int64) async throws {
        try await Gateway.serving(
            ["test-clock": "true"],
            programme: .earningProgramme()
        ) { gateway in
            try await gateway.setClock(day: 0)
            for member in 0..<8 { try await gateway.prepare(Int64(member)) }
            try await gateway.setClock(day: day, running: false)
            let rows = try await gateway.storedRows()
            let shown = try await gateway.everythingShown()
            try await gateway.setClock(day: day)

            #expect(try await gateway.storedRows() > rows)
            #expect(try await gateway.everythingShown() == shown)
            #expect(try await gateway.differences().found == [])
        }
    }
}

extension Gateway {
    /// Sets the test clock to a day after the start.
    fileprivate func setClock(day: Int64, running: Bool = true) async throws {
        let now = Instant(milliseconds: Self.start.milliseconds + day * 86_400_000)
        let answer = try await client.send(
            .put,
            "/v1/clock",
            ["now": .string(now.description), "run": .bool(running)],
            token: self.operator
        )
        guard answer.status == 200, answer.json["now"]?.text == now.description else {
            throw Unexpected(answer: answer.text)
        }
    }

    /// Gives a member of everything that falls due; no two things of it at one instant, since
    /// the order of such things follows their ids, which are random.
    fileprivate func prepare(_ number: Int64) async throws {
        let member = "m\(number)"
        func at(_ days: Int64, _ hours: Int64) -> JSON {
            let ms = Self.start.milliseconds + (days * 24 + hours) * 3_600_000
            return .string(Instant(milliseconds: ms).description)
        }
        var credits = [JSON.movement(of: member, 100 + number)]
        for step in 1...4 {
            let day = Int64(step) * (7 + number * 3)
            let last = CalendarDay(daysSinceEpoch: Self.start.utcDay.daysSinceEpoch + day + 40)
            credits.append(
                .movement(of: member, 10 * day)
                    .with("availableAt", at(day, Int64(step)))
                    .with("expiresOn", .string(last.description))
            )
        }
        for (place, credit) in credits.enumerated() {
            try await post("/v1/credits", credit, key: "c\(number)-\(place)")
        }
        for step in 1...3 {
            let hold = JSON.movement(of: member, 5).with("expiresAt", at(Int64(step) * 11, number))
            try await post("/v1/holds", hold, key: "h\(number)-\(step)")
        }
        let presale = [JSON.line(4000, of: "presale"), .line(2000)]
        try await send(.event("o\(number)", of: member, lines: presale))
        try await send(.event("p\(number)", of: member, lines: [.line(999, of: "trial")]))
        if number % 3 == 0 {
            try await send(
                .event("r\(number)", type: "order.received", of: member, refersTo: "o\(number)")
            )
        }
    }

    /// Everything that is shown of eight members, as bytes.
    fileprivate func everythingShown() async throws -> [String] {
        var texts: [String] = []
        for number in 0..<8 {
            texts.append(try await get("/v1/members/m\(number)/balance").text)
            texts.append(try await get("/v1/members/m\(number)/transfers?limit=200").text)
            for row in try await statement(of: "m\(number)") {
                texts.append(try await get("/v1/transfers/\(row["id"]?.text ?? "")").text)
            }
            for step in 1...3 {
                let hold = try await get("/v1/transfers?key=h\(number)-\(step)").transferID
                let answer = try await get("/v1/holds/\(hold)")
                #expect(answer.status == 200)
                texts.append(answer.text)
            }
        }
        return texts
    }
}
