import GatewayDomain
import Primitives
import Storage

/// What an operation works on that is no balance, as it stands now.
enum Material: Sendable {
    /// Nothing: points come in or go out.
    case none
    /// A hold.
    case hold(Hold)
    /// A pending credit.
    case pending(PendingCredit)
    /// A transfer that is to be undone.
    case reversible(Reversible)
}

extension Snapshot {
    /// Reads what an operation works on.
    borrowing func material(of subject: Subject) throws -> Material {
        guard let target = subject.target else { return .none }
        if target.kind == .hold {
            guard let hold = try hold(target.id, of: target.account) else {
                throw StorageError.fault("a hold is gone")
            }
            return .hold(hold)
        }
        return .reversible(try reversible(target))
    }

    /// Reads a transfer with what its undoing depends on.
    borrowing func reversible(_ target: TransferRecord) throws -> Reversible {
        var reversible = Reversible(target: try standing(of: target))
        var root = target
        if target.kind == .reversal, let id = target.origin ?? target.parent {
            guard let origin = try transfer(id) else {
                throw StorageError.fault("what a transfer reverses is gone")
            }
            root = origin.record
            reversible.origin = try standing(of: root)
        }
        if root.kind == .pendingCredit {
            reversible.pending = try pending(root.id, of: root.account)
        }
        return reversible
    }
}

extension Material {
    /// Becomes what is due has made of it, which is not stored yet.
    mutating func follow(_ due: [DueRow]) {
        switch self {
        case .none, .pending: return
        case .hold(let hold):
            let settled = due.compactMap(\.settled.hold).first { $0.id == hold.id }
            self = .hold(settled ?? hold)
        case .reversible(var reversible):
            guard let id = reversible.pending?.id,
                let settled = due.compactMap(\.settled.pending).first(where: { $0.id == id })
            else { return }
            reversible.pending = settled
            self = .reversible(reversible)
        }
    }
}

extension Transaction {
    /// Stores what an operation worked on as it is now.
    borrowing func save(_ material: Material, of account: Int64) throws {
        switch material {
        case .none: return
        case .hold(let hold): try save(hold, of: account)
        case .pending(let pending): try save(pending, of: account)
        case .reversible(let reversible):
            try save(reversible.target, of: account)
            if let origin = reversible.origin { try save(origin, of: account) }
            if let pending = reversible.pending { try save(pending, of: account) }
        }
    }
}
