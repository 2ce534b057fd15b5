/// What the bare words of an SQL statement do not show: types, sums, and where RETURNING stands.
enum SQLShape {
    typealias Fault = (line: Int, problem: String)

    private static let types: Set<String> = ["{int}", "{text}", "{blob}", "{rownumber}"]
    private static let endings: Set<String> = ["{strict}", "{clustered}"]
    private static let constraints: Set<String> = [
        "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN",
    ]

    static func faults(of statement: SQLStatement) -> [Fault] {
        unknownWords(in: statement) + table(statement) + addedColumn(statement)
            + calls(in: statement)
    }

    private static func unknownWords(in statement: SQLStatement) -> [Fault] {
        statement.words.filter { word in
            word.text.hasPrefix("{") && !types.contains(word.text) && !endings.contains(word.text)
        }.map { ($0.line, "\($0.text) is no type word") }
    }

    // MARK: Types

    private static func table(_ statement: SQLStatement) -> [Fault] {
        let words = statement.words
        guard statement.upper(0) == "CREATE",
            let keyword = words.prefix(3).firstIndex(where: { $0.upper == "TABLE" }),
            let opening = words[keyword...].firstIndex(where: { $0.text == "(" })
        else { return [] }
        var faults: [Fault] = []
        var depth = 0
        for index in opening..<words.count {
            if words[index].text == "(" { depth += 1 }
            if words[index].text == ")" { depth -= 1 }
            if depth == 1, words[index].text == "," || index == opening,
                let fault = column(index + 1, of: statement)
            {
                faults.append(fault)
            }
        }
        if let last = words.last, !endings.contains(last.text) {
            faults.append((last.line, "CREATE TABLE ends with {strict} or {clustered}"))
        }
        return faults
    }

    private static func addedColumn(_ statement: SQLStatement) -> [Fault] {
        guard statement.matches(0, ["ALTER", "TABLE"]), statement.upper(3) == "ADD" else {
            return []
        }
        return column(statement.upper(4) == "COLUMN" ? 5 : 4, of: statement).map { [$0] } ?? []
    }

    /// The fault of the column whose name stands at an index.
    private static func column(_ name: Int, of statement: SQLStatement) -> Fault? {
        guard statement.words.indices.contains(name + 1),
            !constraints.contains(statement.upper(name)),
            !types.contains(statement.words[name + 1].text)
        else { return nil }
        let list = types.sorted().joined(separator: " ")
        return (
            statement.words[name].line,
            "column \(statement.words[name].text): its type is one of \(list)"
        )
    }

    // MARK: Calls

    /// The calls that are open at a word, the innermost last.
    private struct Call {
        let name: String
        var arguments = 1
        var type = ""
        var hasSum = false
    }

    private static func calls(in statement: SQLStatement) -> [Fault] {
        var open: [Call] = []
        var faults: [Fault] = []
        for (index, word) in statement.words.enumerated() {
            switch word.upper {
            case "(":
                open.append(Call(name: statement.upper(index - 1)))
                if open.last?.name == "SUM", !markCast(in: &open) {
                    faults.append((word.line, "SUM( outside CAST(… AS BIGINT)"))
                }
            case ")":
                if let fault = open.popLast().flatMap(fault(of:)) {
                    faults.append((word.line, fault))
                }
            case ",":
                open.mutateLast { $0.arguments += 1 }
            case "AS":
                open.mutateLast { $0.type = statement.upper(index + 1) }
            case "RETURNING" where statement.upper(0) == "WITH" && !open.isEmpty:
                faults.append((word.line, "RETURNING inside WITH: PostgreSQL only"))
            default:
                break
            }
        }
        return faults
    }

    /// Notes in the innermost CAST that it holds a SUM; false where there is none.
    private static func markCast(in open: inout [Call]) -> Bool {
        guard let cast = open.lastIndex(where: { $0.name == "CAST" }) else { return false }
        open[cast].hasSum = true
        return true
    }

    private static func fault(of call: Call) -> String? {
        if call.hasSum, !["BIGINT", "{INT}"].contains(call.type) {
            return "a SUM is cast AS BIGINT (INTEGER is four bytes on PostgreSQL)"
        }
        if ["MIN", "MAX"].contains(call.name), call.arguments > 1 {
            return "\(call.name)( of several values: say CASE"
        }
        return nil
    }
}

extension Array {
    /// Changes the last element where there is one.
    fileprivate mutating func mutateLast(_ change: (inout Element) -> Void) {
        guard !isEmpty else { return }
        change(&self[count - 1])
    }
}
