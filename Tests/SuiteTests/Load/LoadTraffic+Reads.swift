import Calls
import Primitives
import Wire

extension LoadTraffic {
    mutating func balance() -> LoadRequest {
        let isOwn = chance(1, of: 8)
        let member = isOwn ? Int.random(in: 0..<Self.readers, using: &random) : anyMember()
        return balance(of: member, isOwn: isOwn)
    }

    /// A read of one member's balance, with its own token or the service's.
    func balance(of member: Int, isOwn: Bool = false) -> LoadRequest {
        LoadRequest(
            kind: .balance,
            method: .get,
            path: "/v1/members/\(isOwn ? "me" : "m-\(member)")/balance",
            sender: isOwn ? .member(member) : .service,
            purpose: .balance(member: member, members[member])
        )
    }

    mutating func statement() -> LoadRequest {
        let limit = chance(1, of: 4) ? 50 : 10
        return LoadRequest(
            kind: .statement,
            method: .get,
            path: "/v1/members/m-\(anyMember())/transfers?limit=\(limit)",
            purpose: .statement
        )
    }

    mutating func lookUp() -> LoadRequest? {
        guard let known = remembered.look(&random), let key = known.request.key else { return nil }
        return LoadRequest(
            kind: .lookUp,
            method: .get,
            path: "/v1/transfers?key=\(key)",
            purpose: .lookUp(known)
        )
    }

    mutating func find() -> LoadRequest? {
        let found: (path: String, id: String)?
        switch Int.random(in: 0..<3, using: &random) {
        case 0: found = movements.look(&random).map { ("transfers", $0.id) }
        case 1: found = holds.look(&random).map { ("holds", $0.id) }
        default: found = orders.look(&random).map { ("events", $0.id) }
        }
        return found.map { path, id in
            LoadRequest(
                kind: .find,
                method: .get,
                path: "/v1/\(path)/\(id)",
                purpose: .find(id: id)
            )
        }
    }

    func chain() -> LoadRequest {
        LoadRequest(
            kind: .chain,
            method: .get,
            path: "/v1/chain",
            sender: .auditor,
            purpose: .chain(atLeast: chainNumber)
        )
    }

    // MARK: What is refused

    /// Another request under a key, or an event's id, that was used.
    mutating func reused(at now: Instant) -> LoadRequest? {
        guard let used = remembered.look(&random), !used.request.isBatch else { return nil }
        if let key = used.request.key {
            return LoadRequest(
                kind: .reused,
                path: "/v1/credits",
                body: [.member(1), .amount(1), .init("reason", "another")].bytes,
                key: key,
                purpose: .refusal(422)
            )
        }
        guard case .write(let operations) = used.request.purpose, let first = operations.first
        else { return nil }
        let other = Self.event(first.key, "review.posted", first.member, at: now)
        return LoadRequest(
            kind: .reused,
            path: "/v1/events",
            body: other.bytes,
            purpose: .refusal(422)
        )
    }

    /// A request that no well-behaved caller sends.
    mutating func faulty(at now: Instant) -> LoadRequest {
        let body: [JSON.Member] = [.member(1), .amount(1), .reason]
        let later = Instant(milliseconds: now.milliseconds + 3_600_000)
        let faults: [(String, [UInt8], String?, LoadSender, Int)] = [
            ("credits", Array(#"{"member": "m-1", "amount": "#.utf8), nextKey(), .service, 400),
            ("credits", (body + [.init("colour", "red")]).bytes, nextKey(), .service, 400),
            ("debits", [.member(1), .amount(0), .reason].bytes, nextKey(), .service, 400),
            ("credits", body.bytes, nil, .service, 400),
            ("credits", body.bytes, nextKey(), .nobody, 401),
            ("credits", body.bytes, nextKey(), .member(1), 403),
            ("batches", JSONWriter.bytes(of: ["operations": []]), nil, .service, 400),
            ("holds/nonsense/capture", [], nextKey(), .service, 404),
            ("events", Self.event(nextKey(), "order.paid", 1, at: later).bytes, nil, .service, 400),
            ("riches", body.bytes, nextKey(), .service, 404),
        ]
        let (path, bytes, key, sender, status) = faults[Int.random(in: 0..<10, using: &random)]
        return LoadRequest(
            kind: .faulty,
            path: "/v1/\(path)",
            body: bytes,
            key: key,
            sender: sender,
            purpose: .refusal(status)
        )
    }
}
