/// One difference between two JSON values.
package struct JSONChange: Hashable, Sendable {
    /// Where it is, such as `assets[1].name`; empty for the whole value.
    package let path: String
    /// What stood there, or nil where it is new.
    package let before: JSON?
    /// What stands there now, or nil where it is gone.
    package let after: JSON?

    /// The differences, in the order of the text; none where the values are equal.
    package static func changes(from before: JSON?, to after: JSON?) -> [JSONChange] {
        changes(from: before, to: after, at: "")
    }

    private static func changes(
        from before: JSON?,
        to after: JSON?,
        at path: String
    ) -> [JSONChange] {
        switch (before, after) {
        case (.object(let old)?, .object(let new)?):
            let names = old.map(\.name) + new.map(\.name).filter { before?[$0] == nil }
            return names.flatMap { name in
                changes(
                    from: before?[name],
                    to: after?[name],
                    at: path.isEmpty ? name : "\(path).\(name)"
                )
            }
        case (.array(let old)?, .array(let new)?):
            return (0..<max(old.count, new.count)).flatMap { index in
                changes(from: before?[index], to: after?[index], at: "\(path)[\(index)]")
            }
        default:
            return before == after
                ? [] : [JSONChange(path: path, before: before, after: after)]
        }
    }
}
