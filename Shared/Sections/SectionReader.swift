import Primitives
import Wire

/// Reads one object of a section and goes on after a fault, so that every fault is told.
package struct SectionReader {
    /// A reading of one object's members.
    package typealias Reading<Part> = (inout ObjectReader) throws(JSONFault) -> Part

    private var object: ObjectReader?
    private let path: String
    /// The names of the object's members, in their order.
    package let names: [String]
    /// What is wrong so far, each fault with its path in the section.
    package private(set) var faults: [JSONFault] = []

    /// Begins to read an object; where it is none, that is its only fault.
    ///
    /// - Parameters:
    ///   - json: The object.
    ///   - path: Where it stands; empty for the section itself.
    package init(_ json: JSON, at path: String) {
        self.path = path
        if case .object(let members) = json { names = members.map(\.name) } else { names = [] }
        do throws(JSONFault) {
            object = try ObjectReader(json, at: path)
        } catch {
            faults = [error]
        }
    }

    /// Whether nothing has been at fault so far.
    package var isSound: Bool { faults.isEmpty }

    /// Whether there is an object to read at all.
    package var isObject: Bool { object != nil }

    /// Whether the object has a member of that name.
    package func has(_ name: String) -> Bool { names.contains(name) }

    /// A part of the object, or nil where it is at fault.
    package mutating func read<Part>(_ reading: Reading<Part>) -> Part? {
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
    package mutating func optional<Part>(_ reading: Reading<Part?>) -> Part? {
        read(reading) ?? nil
    }

    /// A member as it stands, or nil where it is absent.
    package mutating func take(_ name: String) -> JSON? {
        object?.take(name)
    }

    /// A member that is an object of its own, or nil where it is absent or at fault.
    package mutating func nested<Part>(
        _ name: String,
        _ part: (inout SectionReader) -> Part?
    ) -> Part? {
        guard let json = take(name) else { return nil }
        return element(json, at: path(of: name), part)
    }

    /// A member that is a list of objects, empty where it is absent; those at fault are left out.
    ///
    /// - Parameters:
    ///   - name: The member's name.
    ///   - largest: How many objects there may be.
    ///   - isOpen: Whether the objects may have members that nobody asks for.
    ///   - part: Reads one of them.
    /// - Returns: The parts that are sound, in their order.
    package mutating func list<Part>(
        _ name: String,
        atMost largest: Int,
        isOpen: Bool = false,
        _ part: (inout SectionReader) -> Part?
    ) -> [Part] {
        var parts: [Part] = []
        for (index, json) in elements(name, 0...largest).enumerated() {
            let place = "\(path(of: name))[\(index)]"
            if let part = element(json, at: place, isOpen: isOpen, part) { parts.append(part) }
        }
        return parts
    }

    /// A member that is a list of plain values, nil where it is absent.
    package mutating func values<Value>(
        _ name: String,
        _ count: ClosedRange<Int>,
        _ expected: String,
        _ value: (JSON) -> Value?
    ) -> [Value]? {
        guard take(name) != nil else { return nil }
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

    /// Reads an object that stands below this one, and keeps its faults.
    ///
    /// - Parameters:
    ///   - json: The object.
    ///   - path: Its path in the section.
    ///   - isOpen: Whether it may have members that nobody asks for.
    ///   - part: Reads it.
    /// - Returns: What was read, or nil where it is at fault.
    package mutating func element<Part>(
        _ json: JSON,
        at path: String,
        isOpen: Bool = false,
        _ part: (inout SectionReader) -> Part?
    ) -> Part? {
        var reader = SectionReader(json, at: path)
        let value = reader.isSound ? part(&reader) : nil
        if !isOpen { reader.finish() }
        faults += reader.faults
        return reader.isSound ? value : nil
    }

    /// Ends the reading: each member that nobody has asked for is a fault.
    package mutating func finish() {
        faults += object?.unknown ?? []
    }

    /// Adds a fault of a member.
    package mutating func fault(at name: String, _ message: String) {
        faults.append(JSONFault(at: path(of: name), message))
    }

    /// Adds a fault of something that stands below this object, by its path in the section.
    package mutating func add(_ fault: JSONFault) {
        faults.append(fault)
    }

    /// The path of a member, for faults.
    package func path(of name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }

    private mutating func elements(_ name: String, _ count: ClosedRange<Int>) -> [JSON] {
        guard let json = take(name) else { return [] }
        guard case .array(let elements) = json, count.contains(elements.count) else {
            fault(at: name, "must be a list of \(count.lowerBound) to \(count.upperBound)")
            return []
        }
        return elements
    }
}
