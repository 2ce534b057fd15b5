/// Lays a table out for people: the first column to the left, the others to the right.
package enum TextTable {
    /// The lines of a table with a head, each row with as many columns as the head.
    package static func lines(_ head: [String], _ rows: [[String]]) -> [String] {
        let all = [head] + rows
        let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        return all.map { row in
            row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + space : space + row[column]
            }
            .joined(separator: "  ")
        }
    }
}
