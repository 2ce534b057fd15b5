import Primitives
import Wire

/// Reads operations as they are sent, alone or in a batch.
enum OperationReader {
    /// How many operations a batch may hold.
    static let largestBatch = 1000
    /// How many choices a debit may name.
    static let largestChoice = 8

    /// An operation that was sent alone; its key stands in a header.
    ///
    /// - Throws: `JSONFault`.
    static func operation(
        _ kind: Operation.Kind,
        _ json: JSON
    ) throws(JSONFault) -> Operation {
        var reader = try ObjectReader(json)
        let operation = try operation(kind, &reader)
        try reader.finish()
        return operation
    }

    /// What an operation's key stands for, equal alone and in a batch.
    static func request(_ kind: Operation.Kind, _ json: JSON) -> [UInt8] {
        RequestDigest(
            operation: kind.rawValue,
            body: json,
            leavingOut: ["key", "type"]
        ).bytes
    }

    /// The operations of a batch.
    ///
    /// - Throws: `JSONFault` that names the index of a malformed one.
    static func batch(_ json: JSON) throws(JSONFault) -> [KeyedOperation] {
        var reader = try ObjectReader(json)
        guard case .array(let entries) = try reader.required("operations"),
            (1...largestBatch).contains(entries.count)
        else {
            throw JSONFault(at: "operations", "must be a list of 1 to \(largestBatch) operations")
        }
        try reader.finish()
        var batch: [KeyedOperation] = []
        batch.reserveCapacity(entries.count)
        for (index, entry) in entries.enumerated() {
            batch.append(try keyed(entry, at: "operations[\(index)]"))
        }
        return batch
    }

    private static func keyed(
        _ json: JSON,
        at path: String
    ) throws(JSONFault) -> KeyedOperation {
        var reader = try ObjectReader(json, at: path)
        let text = try reader.text("key", largest: 128)
        guard let key = IdempotencyKey(text) else {
            throw JSONFault(at: reader.path(of: "key"), "must be printable ASCII")
        }
        let type = try reader.text("type")
        guard let kind = Operation.Kind(rawValue: type) else {
            throw JSONFault(at: reader.path(of: "type"), "must be credit or debit")
        }
        let operation = try operation(kind, &reader)
        try reader.finish()
        return KeyedOperation(key: key, request: request(kind, json), operation: operation)
    }

    private static func operation(
        _ kind: Operation.Kind,
        _ reader: inout ObjectReader
    ) throws(JSONFault) -> Operation {
        let member = try reader.identifier("member", as: MemberID.self)
        let reason = try reader.text("reason")
        let reference = try reader.optionalIdentifier("reference", as: Reference.self)
        let (choices, assetPath) = try choices(kind, &reader)
        var isReward = false
        if kind == .credit, let cause = try reader.optionalText("cause") {
            guard cause == "reward" else {
                throw JSONFault(at: reader.path(of: "cause"), "must be reward")
            }
            isReward = true
        }
        return Operation(
            kind: kind,
            member: member,
            choices: choices,
            reason: reason,
            reference: reference,
            isReward: isReward,
            notAfter: kind == .debit ? try reader.optionalInstant("notAfter") : nil,
            assetPath: assetPath
        )
    }

    /// `amount` and `asset`, or for a debit `oneOf` instead of them.
    private static func choices(
        _ kind: Operation.Kind,
        _ reader: inout ObjectReader
    ) throws(JSONFault) -> ([Operation.Choice], assetPath: String) {
        guard kind == .debit, let oneOf = reader.take("oneOf") else {
            let choice = Operation.Choice(
                asset: try reader.optionalIdentifier("asset"),
                amount: try reader.amount("amount")
            )
            return ([choice], reader.path(of: "asset"))
        }
        let path = reader.path(of: "oneOf")
        guard case .array(let entries) = oneOf, (1...largestChoice).contains(entries.count) else {
            throw JSONFault(at: path, "must be a list of 1 to \(largestChoice) choices")
        }
        var choices: [Operation.Choice] = []
        for (index, entry) in entries.enumerated() {
            var reader = try ObjectReader(entry, at: "\(path)[\(index)]")
            let asset = try reader.identifier("asset", as: AssetID.self)
            guard !choices.contains(where: { $0.asset == asset }) else {
                throw JSONFault(at: reader.path(of: "asset"), "stands twice")
            }
            choices.append(Operation.Choice(asset: asset, amount: try reader.amount("amount")))
            try reader.finish()
        }
        return (choices, path)
    }
}
