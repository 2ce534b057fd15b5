import ArgumentParser
import Foundation
import Primitives

/// `jifen doctor`: what is sound and what is not.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check that the suite is reachable, its stores sound, its ledger whole.",
        discussion: """
            Of each service: whether it is ready and its store sound; of the ledger: whether the \
            chain is whole and every balance and lot is what the journal makes of it; of the \
            check-ins: whether every streak is what its days make of it. Each of these three \
            takes at most 20 seconds, with --deep until all is checked. Of a service that \
            charges: whether a charge waits for a person. Exits with 1 where something is not \
            well.
            """
    )

    @Flag(help: "Check the whole ledger and all streaks, however long it takes.")
    var deep = false

    @Flag(help: "Print one JSON object instead of lines.")
    var json = false

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        let folder = suite.folder
        let client = SuiteClient(folder)
        defer { client.close() }
        let doctor = Doctor(
            client,
            of: folder.members,
            longest: deep ? nil : .seconds(20),
            paper: .standardError,
            now: { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
        )
        let findings = try await doctor.examine { if !json { print($0.line) } }
        if json { print(String(decoding: Finding.report(findings), as: UTF8.self)) }
        let faults = findings.count { !$0.isWell }
        if faults > 0 {
            throw CommandFault("\(faults) of \(findings.count) checks found a fault")
        }
    }
}
