import Access
import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// What an operation is about, found before anything is written.
struct Subject: Sendable {
    let member: MemberID
    /// What may be moved, the usual asset filled in; empty where a transfer says it.
    let charges: [Account.Charge]
    /// The transfer that is captured, released or undone.
    let target: TransferRecord?
}

extension Operation {
    /// What the operation needs to know of the member's account.
    var need: Book.Need {
        switch action {
        case .credit: .balances
        case .debit, .hold, .capture: .spendable
        case .release, .reversal: .lots
        }
    }
}

extension Ledger {
    /// Finds what an operation is about.
    ///
    /// - Throws: A `Problem` that is not stored, for the thing may be there tomorrow: an asset
    ///   that the programme does not have, a transfer that does not exist.
    func subject(
        of operation: Operation,
        _ version: GatewayProgramme.Version,
        _ stamp: Stamp,
        _ reads: borrowing Snapshot
    ) throws -> Subject {
        let section = version.section
        switch operation.action {
        case .credit(let credit):
            return try Subject(section, credit.member, [credit.choice])
        case .debit(let debit) where debit.hasLapsed(at: stamp.now):
            // Refused for good whatever it names, so that its sender hears that it is over.
            return Subject(member: debit.member, charges: [], target: nil)
        case .debit(let debit):
            return try Subject(section, debit.member, debit.choices)
        case .hold(let hold):
            return try Subject(section, hold.member, [hold.choice])
        case .capture(let id, _), .release(let id):
            guard let found = try reads.transfer(id), found.record.kind == .hold else {
                throw Problem(.notFound, "there is no such hold")
            }
            return try Subject(target: found)
        case .reversal(.id(let id), _):
            guard let found = try reads.transfer(id, dueBy: stamp.now, programme) else {
                throw Problem(.notFound, "there is no such transfer")
            }
            return try Subject(target: found)
        case .reversal(.key(let key), _):
            let found = try reads.lookup(key.text, of: stamp.caller.name)
            guard let found, let record = found.record else {
                throw Problem(.notFound, "the key of what is to be reversed has not been used")
            }
            return try Subject(target: TransferReply(record: record, member: found.member))
        }
    }
}

extension Subject {
    fileprivate init(
        _ section: GatewaySection,
        _ member: MemberID,
        _ choices: [Operation.Choice]
    ) throws {
        var charges: [Account.Charge] = []
        for choice in choices {
            let asset = choice.asset ?? section.assets[0].id
            guard section.assets.contains(where: { $0.id == asset }) else {
                throw Problem(JSONFault(at: choice.path, "\(asset) is no asset of the programme"))
            }
            charges.append(Account.Charge(asset: asset, amount: choice.amount))
        }
        self.init(member: member, charges: charges, target: nil)
    }

    fileprivate init(target: TransferReply) throws {
        guard let member = MemberID(target.member) else {
            throw StorageError.fault("an account has a member that is none")
        }
        self.init(member: member, charges: [], target: target.record)
    }
}
