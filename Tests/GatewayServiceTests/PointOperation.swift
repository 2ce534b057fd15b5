import Primitives
import Wire

/// An operation of the random tests on one member's points.
struct PointOperation: Sendable {
    /// What it does; instants in milliseconds, days since 1970-01-01, transfers by their keys.
    enum Action: Sendable {
        case credit(PointModel.Amount, expiresOn: Int64?, availableAt: Int64?)
        case debit([PointModel.Amount], notAfter: Int64?)
        case hold(PointModel.Amount, until: Int64?)
        case capture(String, Int?)
        case release(String)
        case reversal(String, Int?)
    }

    let member: String
    let key: String
    let action: Action

    /// The operation's type, as a batch has it.
    var type: String {
        switch action {
        case .credit: "credit"
        case .debit: "debit"
        case .hold: "hold"
        case .capture: "capture"
        case .release: "release"
        case .reversal: "reversal"
        }
    }

    /// Where it is sent alone, transfers named by their ids.
    func path(_ ids: [String: String]) -> String {
        switch action {
        case .credit: "/v1/credits"
        case .debit: "/v1/debits"
        case .hold: "/v1/holds"
        case .capture(let hold, _): "/v1/holds/\(ids[hold] ?? "")/capture"
        case .release(let hold): "/v1/holds/\(ids[hold] ?? "")/release"
        case .reversal(let target, _): "/v1/transfers/\(ids[target] ?? "")/reversals"
        }
    }

    /// The body as it is sent alone.
    var body: JSON { .object(members + [.init("reason", "random")]) }

    /// The body as a batch holds it; a reversal names a key, or the id where there is one.
    func element(_ ids: [String: String]) -> JSON {
        var body = body.keyed(key, type)
        if case .reversal(let target, _) = action {
            body =
                ids[target].map { body.with("transfer", .string($0)) }
                ?? body.with("ofKey", .string(target))
        }
        return body
    }

    private var members: [JSON.Member] {
        switch action {
        case .credit(let amount, let expiresOn, let availableAt):
            return whose + amount.members
                + optional("expiresOn", expiresOn.map { CalendarDay(daysSinceEpoch: $0) })
                + optional("availableAt", availableAt.map { Instant(milliseconds: $0) })
        case .debit(let choices, let notAfter):
            let last = optional("notAfter", notAfter.map { Instant(milliseconds: $0) })
            if choices.count == 1 { return whose + choices[0].members + last }
            let list = choices.map { JSON.object($0.members) }
            return whose + [.init("oneOf", .array(list))] + last
        case .hold(let amount, let until):
            return whose + amount.members
                + optional("expiresAt", until.map { Instant(milliseconds: $0) })
        case .capture(_, let amount), .reversal(_, let amount):
            return amount.map { [.init("amount", .integer(Int64($0)))] } ?? []
        case .release: return []
        }
    }

    private var whose: [JSON.Member] { [.init("member", .string(member))] }

    private func optional(
        _ name: String,
        _ value: (some CustomStringConvertible)?
    ) -> [JSON.Member] {
        value.map { [.init(name, .string($0.description))] } ?? []
    }
}

extension PointModel.Amount {
    fileprivate var members: [JSON.Member] {
        [.init("asset", .string(asset)), .init("amount", .integer(Int64(count)))]
    }
}
