import Primitives
import Wire

/// Reads one object of the section and goes on after a fault, so that every fault is told.
struct SectionReader {
    /// A reading of one object's members.
    typealias Reading<Part> = (inout ObjectReader) throws(JSONFault) -> Part

    private var object: ObjectReader?
    private let path: String
    /// The names of the object's members, in their order.
    let names: [String]
    private(set) var faults: [JSONFault] = []

    /// Begins to read an object; where it is none, that is its only fault.
    init(_ json: JSON, at path: String) {
        self.path = path
        if case .object(let members) = json { names = members.map(\.name) } else { names = [] }
        do throws(JSONFault) {
            object = try ObjectReader(json, at: path)
        } catch {
            faults = [error]
        }
    }

    /// Whether nothing has been at fault so far.
    var isSound: Bool { faults.isEmpty }

    /// Whether the object has a member of that name.
    func has(_ name: String) -> Bool { names.contains(name) }

    /// A part of the object, or nil where it is at fault.
    mutating func read<Part>(_ reading: Reading<Part>) -> Part? {
        guard var next = object else { return nil }
        defer { object = next }
        do throws(JSONFault) {
            return try reading(&next)
        } catch {
            faults.append(error)
            return nil
        }
    }

    /// A part of the object that may be absent, or nil where it is or is at fault.
    mutating func optional<Part>(_ reading: Reading<Part?>) -> Part? {
        read(reading) ?? nil
    }

    /// A member that is an object of its own, or nil where it is absent or at fault.
    mutating func nested<Part>(
        _ name: String,
        _ part: (inout SectionReader) -> Part?
    ) -> Part? {
        guard let json = object?.take(name) else { return nil }
        return element(json, at: path(of: name), part)
    }

    /// A member that is a list of objects, empty where it is absent; those at fault are left out.
    mutating func list<Part>(
        _ name: String,
        atMost largest: Int,
        _ part: (inout SectionReader) -> Part?
    ) -> [Part] {
        var parts: [Part] = []
        for (index, json) in elements(name, 0...largest).enumerated() {
            if let part = element(json, at: "\(path(of: name))[\(index)]", part) {
                parts.append(part)
            }
        }
        return parts
    }

    /// A member that is a list of plain values, nil where it is absent.
    mutating func values<Value>(
        _ name: String,
        _ count: ClosedRange<Int>,
        _ expected: String,
        _ value: (JSON) -> Value?
    ) -> [Value]? {
        guard object?.take(name) != nil else { return nil }
        var values: [Value] = []
        for (index, json) in elements(name, count).enumerated() {
            if let value = value(json) {
                values.append(value)
            } else {
                faults.append(JSONFault(at: "\(path(of: name))[\(index)]", "must be \(expected)"))
            }
        }
        return values
    }

    /// Adds a fault of a member.
    mutating func fault(at name: String, _ message: String) {
        faults.append(JSONFault(at: path(of: name), message))
    }

    /// The path of a member, for faults.
    func path(of name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }

    /// Reads an object below this one, and keeps its faults.
    private mutating func element<Part>(
        _ json: JSON,
        at path: String,
        _ part: (inout SectionReader) -> Part?
    ) -> Part? {
        var reader = SectionReader(json, at: path)
        let value = reader.isSound ? part(&reader) : nil
        _ = reader.read { object throws(JSONFault) in try object.finish() }
        faults += reader.faults
        return reader.isSound ? value : nil
    }

    private mutating func elements(_ name: String, _ count: ClosedRange<Int>) -> [JSON] {
        guard let json = object?.take(name) else { return [] }
        guard case .array(let elements) = json, count.contains(elements.count) else {
            fault(at: name, "must be a list of \(count.lowerBound) to \(count.upperBound)")
            return []
        }
        return elements
    }
}
