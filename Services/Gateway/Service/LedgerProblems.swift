import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

extension Problem {
    /// The problem of each refusal of the ledger; all of them are final.
    init(_ refusal: LedgerRefusal) {
        switch refusal {
        case .insufficientPoints(let shortfalls): self.init(shortfalls)
        case .accountFrozen: self.init(.accountFrozen, isFinal: true)
        case .accountClosed: self.init(.accountClosed, isFinal: true)
        case .chargeLapsed(let notAfter):
            self.init(
                .chargeLapsed,
                members: [.init("notAfter", .string(notAfter.description))],
                isFinal: true
            )
        case .alreadyExpired(let lastDay):
            self.init(
                .alreadyExpired,
                members: [.init("lastDay", .string(lastDay.description))],
                isFinal: true
            )
        case .holdLapsed(let instant):
            self.init(
                .holdLapsed,
                members: [.init("lapsedAt", .string(instant.description))],
                isFinal: true
            )
        case .holdEnded: self.init(.holdEnded, isFinal: true)
        case .notReversible(let kind):
            self.init(
                .notReversible,
                members: [.init("kind", .string(kind.name))],
                isFinal: true
            )
        case .limitReached(let limit, let most):
            self.init(
                .limitReached,
                members: [.init("limit", .string(limit)), .init("most", .integer(most.value))],
                isFinal: true
            )
        }
    }

    private init(_ shortfalls: [LedgerRefusal.Shortfall]) {
        let lines = shortfalls.map { shortfall in
            [
                JSON.Member("asset", .string(shortfall.asset.text)),
                JSON.Member("available", .integer(shortfall.available.value)),
                JSON.Member("missing", .integer(shortfall.missing.value)),
            ]
        }
        var members = lines.first ?? []
        if lines.count > 1 { members.append(.init("choices", .array(lines.map(JSON.object)))) }
        self.init(.insufficientPoints, members: members, isFinal: true)
    }

    /// The refusal of a whole batch because of one of its operations.
    init(refusing error: any Error, at index: Int) {
        let path = "operations[\(index)]"
        switch error {
        case is KeyReused:
            self.init(
                .idempotencyKeyReused,
                "\(path): the key belongs to another request",
                members: [.init("index", .integer(Int64(index)))]
            )
        case let problem as Problem where problem.slug == .notFound:
            self.init(JSONFault(at: path, problem.detail ?? "names what is not there"))
        default: self.init(refusing: error)
        }
    }
}
