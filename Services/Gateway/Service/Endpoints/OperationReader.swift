import GatewayDomain
import Primitives
import Wire

/// Reads operations as they are sent, alone or in a batch.
enum OperationReader {
    /// How many operations a batch may hold.
    static let largestBatch = 1000

    /// An operation that was sent alone; its key stands in a header.
    ///
    /// - Throws: `JSONFault`.
    static func operation(
        _ type: OperationType,
        _ json: JSON
    ) throws(JSONFault) -> Operation {
        var reader = try ObjectReader(json)
        let operation = try type.read(&reader)
        try reader.finish()
        return operation
    }

    /// What an operation's key stands for, equal alone and in a batch.
    static func request(_ type: OperationType, _ json: JSON) -> [UInt8] {
        RequestDigest(
            operation: type.rawValue,
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
        let key = try reader.key()
        let name = try reader.text("type")
        guard let type = OperationType(rawValue: name), OperationType.inBatches.contains(type)
        else {
            throw JSONFault(at: reader.path(of: "type"), "must be credit, debit or reversal")
        }
        let operation = try type.read(&reader)
        try reader.finish()
        return KeyedOperation(key: key, request: request(type, json), operation: operation)
    }
}
