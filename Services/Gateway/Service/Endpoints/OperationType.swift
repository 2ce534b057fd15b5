import GatewayDomain
import Primitives
import Wire

/// The types of operations whose members can be read; the names are digested and never change.
enum OperationType: String {
    case credit
    case debit
    case hold
    case capture
    case release
    case reversal

    /// Those that a batch may hold.
    static let inBatches: Set<OperationType> = [.credit, .debit, .reversal]
    /// How many choices a debit may name.
    static let largestChoice = 8

    /// Reads an operation's members.
    ///
    /// - Throws: `JSONFault`.
    func read(_ reader: inout ObjectReader) throws(JSONFault) -> Operation {
        let action: Operation.Action
        var reason: String?
        switch self {
        case .credit: action = .credit(try credit(&reader))
        case .debit: action = .debit(try debit(&reader))
        case .hold:
            action = .hold(
                Operation.Reservation(
                    member: try reader.identifier("member"),
                    choice: try choice(&reader),
                    expiresAt: try reader.optionalInstant("expiresAt")
                )
            )
        case .capture:
            action = .capture(try id("hold", &reader), try reader.optionalAmount("amount"))
            reason = try reader.optionalText("reason")
        case .release:
            action = .release(try id("hold", &reader))
            reason = try reader.optionalText("reason")
        case .reversal:
            action = .reversal(try target(&reader), try reader.optionalAmount("amount"))
        }
        if reason == nil, self != .capture, self != .release { reason = try reader.text("reason") }
        return Operation(
            action: action,
            reason: reason,
            reference: try reader.optionalIdentifier("reference", as: Reference.self)
        )
    }

    private func credit(_ reader: inout ObjectReader) throws(JSONFault) -> Operation.Credit {
        let member = try reader.identifier("member", as: MemberID.self)
        let choice = try choice(&reader)
        let cause = try reader.optionalText("cause")
        guard cause == nil || cause == "reward" else {
            throw JSONFault(at: reader.path(of: "cause"), "must be reward")
        }
        return Operation.Credit(
            member: member,
            choice: choice,
            expiresOn: try reader.optionalDay("expiresOn"),
            availableAt: try reader.optionalInstant("availableAt"),
            isReward: cause != nil
        )
    }

    private func debit(_ reader: inout ObjectReader) throws(JSONFault) -> Operation.Debit {
        let member = try reader.identifier("member", as: MemberID.self)
        let choices: [Operation.Choice]
        if let json = reader.take("oneOf") {
            choices = try oneOf(json, at: reader.path(of: "oneOf"))
        } else {
            choices = [try choice(&reader)]
        }
        return Operation.Debit(
            member: member,
            choices: choices,
            notAfter: try reader.optionalInstant("notAfter")
        )
    }

    private func choice(_ reader: inout ObjectReader) throws(JSONFault) -> Operation.Choice {
        Operation.Choice(
            asset: try reader.optionalIdentifier("asset"),
            amount: try reader.amount("amount"),
            path: reader.path(of: "asset")
        )
    }

    private func oneOf(
        _ json: JSON,
        at path: String
    ) throws(JSONFault) -> [Operation.Choice] {
        guard case .array(let entries) = json, (1...Self.largestChoice).contains(entries.count)
        else { throw JSONFault(at: path, "must be a list of 1 to \(Self.largestChoice) choices") }
        var choices: [Operation.Choice] = []
        for (index, entry) in entries.enumerated() {
            var reader = try ObjectReader(entry, at: "\(path)[\(index)]")
            let asset = try reader.identifier("asset", as: AssetID.self)
            guard !choices.contains(where: { $0.asset == asset }) else {
                throw JSONFault(at: reader.path(of: "asset"), "stands twice")
            }
            choices.append(
                Operation.Choice(asset: asset, amount: try reader.amount("amount"), path: path)
            )
            try reader.finish()
        }
        return choices
    }

    private func target(_ reader: inout ObjectReader) throws(JSONFault) -> Operation.Target {
        if let key = try reader.optionalKey("ofKey") { return .key(key) }
        return .id(try id("transfer", &reader))
    }

    private func id(
        _ name: String,
        _ reader: inout ObjectReader
    ) throws(JSONFault) -> TimeOrderedID {
        guard let id = TimeOrderedID(try reader.text(name)) else {
            throw JSONFault(at: reader.path(of: name), "must be a transfer's id")
        }
        return id
    }
}
