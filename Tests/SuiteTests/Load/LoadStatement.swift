import Wire

/// Whether the lines of a statement lead from one balance to the next.
enum LoadStatement {
    /// What is wrong with a page of a statement, newest first.
    static func fault(in page: JSON) -> LoadFault? {
        guard let items = page["items"]?.elements else {
            return LoadFault("a statement without items: \(page)")
        }
        var before: [String: Int64] = [:]
        for item in items {
            guard let asset = item["asset"]?.text, let after = item["balanceAfter"]?.integer else {
                return LoadFault("a line without a balance: \(item)")
            }
            if let expected = before[asset], expected != after {
                return LoadFault("a balance of \(expected) follows on \(item)")
            }
            before[asset] = change(by: item).map { after - $0 }
        }
        return nil
    }

    /// By how much a line changes what is available, or nil where it does not say.
    private static func change(by item: JSON) -> Int64? {
        if let change = item["change"]?.integer { return change }
        switch item["kind"]?.text {
        case "credit": return item["amount"]?.integer
        case "debit": return item["amount"]?.integer.map { -$0 }
        default: return nil
        }
    }
}
