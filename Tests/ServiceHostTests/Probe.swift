import Access
import Dispatch
import Primitives
import Problems
import Sections
import ServiceHost
import Storage
import Synchronization
import TestSupport
import Wire

/// A small service that has one of everything.
enum Probe {
    static let blueprint = Blueprint(
        name: "probe",
        version: "1.0.0",
        summary: "a service for tests",
        port: 8999,
        openAPI: Array("openapi: 3.1.0\n".utf8),
        assemble: { parts in
            let store = try Store.open(
                parts.settings.text("store"),
                migrations: [migration],
                configuration: parts.store,
                logger: parts.logger
            )
            let versions = ProgrammeStore<Menu>()
            let programme = ProgrammeEndpoints(
                store: store,
                programme: versions,
                now: parts.now,
                published: { version, _, transaction in
                    // What else is done when a version is published sees it in force.
                    guard try versions.current(transaction.reads).number == version.number else {
                        throw Problem(.internalFault)
                    }
                    try transaction.note(version)
                }
            )
            return Assembly(
                store: store,
                endpoints: plain + writing(store) + programme.endpoints
            )
        }
    )

    static let migration = Migration(
        1,
        [
            Migration.programmeTable,
            Migration.dayCountTable,
            "CREATE TABLE note (number {rownumber}, text {text} NOT NULL) {strict}",
        ]
    )

    private static let plain = [
        Endpoint(.post, "/v1/echo", for: .roles([.member, .service]), query: ["flag", "limit"]) {
            exchange in
            let json = try exchange.json()
            let flag = try exchange.queryFlag("flag")
            let limit = Int64(try exchange.limit())
            return .json { writer in
                writer.member("body", json)
                writer.member("flag", flag)
                writer.member("limit", limit)
            }
        },
        Endpoint(.get, "/v1/echo", for: .anyone) { _ in .json { $0.member("method", "get") } },
        Endpoint(.get, "/v1/members/{member}/name", for: .roles(Set(Role.allCases))) { exchange in
            let member = try exchange.member()
            return .json { $0.member("member", member.text) }
        },
        Endpoint(.get, "/v1/broken", for: .anyone) { _ in throw Secret() },
        Endpoint(.get, "/v1/nobody", for: .anyone) { exchange in
            let name = try exchange.caller.name
            return .json { $0.member("name", name) }
        },
    ]

    /// An error that nobody outside may read.
    private struct Secret: Error {
        let password = "hunter2"
    }

    /// Stores a note that it refuses, after it has written it, so often as it is told.
    private static func doubting(_ store: Store) -> Endpoint {
        let stamps = Stamps(now: { Instant(milliseconds: 0) })
        return Endpoint(.post, "/v1/doubts", for: .roles([.service])) { exchange in
            let body = try exchange.json()
            let stamp = try stamps.stamp(exchange)
            let key = ReplyKey(
                caller: stamp.caller.name,
                route: "doubts",
                key: try exchange.idempotencyKey(),
                digest: RequestDigest(operation: "doubt", body: body).bytes,
                now: stamp.now
            )
            let doubts = Doubts(body["doubts"]?.integer ?? 0)
            return try await store.once(key, stamp, until: exchange.deadline) { transaction in
                let reply = try transaction.note(body)
                if doubts.isLeft { throw Problem(.limitReached) }
                return reply
            }
        }
    }

    /// How often a request is still refused.
    private final class Doubts: Sendable {
        private let left: Atomic<Int64>

        init(_ count: Int64) { left = Atomic(count) }

        var isLeft: Bool { left.subtract(1, ordering: .relaxed).oldValue > 0 }
    }

    private static func writing(_ store: Store) -> [Endpoint] {
        [
            Endpoint(.post, "/v1/notes", for: .roles([.service])) { exchange in
                let body = try exchange.json()
                let key = ReplyKey(
                    caller: try exchange.caller.name,
                    route: "notes",
                    key: try exchange.idempotencyKey(),
                    digest: RequestDigest(operation: "note", body: body).bytes,
                    now: Instant(milliseconds: 0)
                )
                return try await store.write(deadline: exchange.deadline) { transaction in
                    Reply(try transaction.once(key) { try $0.note(body) })
                }
            },
            doubting(store),
            Endpoint(.post, "/v1/late", for: .roles([.service])) { exchange in
                // The deadline is at most a few milliseconds away in the test that calls this.
                while ContinuousClock.now <= exchange.deadline {}
                return try await store.write(deadline: exchange.deadline) { _ in
                    Reply(body: Array("{}".utf8))
                }
            },
            Endpoint(.post, "/v1/failures", for: .roles([.operator])) { exchange in
                try await store.write(deadline: exchange.deadline) { _ in
                    throw StorageError.damaged("the disk is gone")
                }
            },
        ]
    }
}

extension Transaction {
    /// Stores a note of a version, and undoes the publication of one with a dish called `refused`.
    fileprivate borrowing func note(_ version: ProgrammeStore<Menu>.Version) throws {
        if version.section.dishes.contains("refused") { throw Problem(.limitReached) }
        try execute("INSERT INTO note (text) VALUES (?)", .text("version \(version.number)"))
    }

    /// Stores a note, and refuses one that is called `refused`.
    fileprivate borrowing func note(_ body: JSON) throws -> KeyedReply {
        let text = body["text"]?.text ?? ""
        if text == "refused" {
            let problem = Problem(.limitReached, isFinal: true)
            return KeyedReply(status: 409, body: problem.bytes(instance: "first"))
        }
        try execute("INSERT INTO note (text) VALUES (?)", .text(text))
        let count = try reads.first("SELECT COUNT(*) FROM note") { $0.int(0) } ?? 0
        return KeyedReply(status: 201, body: Array(#"{"count":\#(count)}"#.utf8))
    }
}

/// A section of the programme: a zone that never changes, dishes, and how large they are, which
/// is worse the smaller it is.
struct Menu: ProgrammeSection {
    let zone: String
    let dishes: [String]
    let portion: Int64

    init(_ json: JSON) throws(ProgrammeFaults) {
        zone = json["zone"]?.text ?? ""
        portion = json["portion"]?.integer ?? 1
        dishes = json["dishes"]?.elements?.compactMap(\.text) ?? []
        var faults: [JSONFault] = []
        if zone.isEmpty { faults.append(JSONFault(at: "zone", "is missing")) }
        for (index, dish) in (json["dishes"]?.elements ?? []).enumerated() where dish.text == nil {
            faults.append(JSONFault(at: "dishes[\(index)]", "must be text"))
        }
        guard faults.isEmpty else { throw ProgrammeFaults(faults) }
    }

    func faults(following earlier: Menu) -> [JSONFault] {
        zone == earlier.zone ? [] : [JSONFault(at: "zone", "was fixed by the first publication")]
    }

    func worsenings(since earlier: Menu, at now: Instant) -> [JSONFault] {
        guard portion < earlier.portion else { return [] }
        return [JSONFault(at: "portion", "falls from \(earlier.portion) to \(portion)")]
    }
}

/// The probe while it runs, and tokens for it.
struct RunningProbe: ServiceScene {
    let service: RunningService
    let keys: TestKeys

    var client: TestClient { service.client }

    /// Sends a request whose head is written by hand, and reads until the connection ends.
    func raw(
        _ line: String,
        _ fields: [String] = [],
        body: String = "",
        token: String? = nil
    ) async -> RawConnection.Answer {
        var lines = ["\(line) HTTP/1.1", "Host: probe", "Connection: close"] + fields
        if let token { lines.append("Authorization: Bearer \(token)") }
        if !body.isEmpty, !fields.contains(where: { $0.hasPrefix("Transfer-Encoding") }) {
            lines.append("Content-Length: \(body.utf8.count)")
        }
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + body
        return await RawConnection.send(Array(text.utf8), to: service.port)
    }
}

/// Runs the probe for one test, and stops it whatever happens.
func withProbe(
    settings: [String: String] = [:],
    adjusting adjust: (inout Store.Configuration) -> Void = { _ in },
    _ test: (RunningProbe) async throws -> Void
) async throws {
    let folder = try TemporaryFolder()
    try await withRunning(
        Probe.blueprint,
        in: folder,
        settings: settings,
        adjusting: adjust
    ) { service, keys in
        try await test(RunningProbe(service: service, keys: keys))
    }
}
