import Access
import ArgumentParser
import Primitives

/// `jifen token`: prints a token alone.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Print a token that the suite's services take."
    )

    @Option(help: "member, service, operator or viewer.")
    var role: String

    @Option(help: "The member's id; needed for the role member.")
    var member: String?

    @Option(help: "For how long it is valid, such as 90s, 30m, 1h or 7d.")
    var ttl = "1h"

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        guard let role = Role(rawValue: role) else {
            throw CommandFault("--role must be member, service, operator or viewer", isInput: true)
        }
        guard let seconds = Lifetime.seconds(ttl) else {
            throw CommandFault("--ttl must be such as 90s, 30m, 1h or 7d", isInput: true)
        }
        guard (role == .member) == (member != nil) else {
            throw CommandFault("--member goes with --role member, and only there", isInput: true)
        }
        let subject = member ?? Signer.signer(of: role).subject ?? "jifen"
        guard MemberID.isValid(subject) else {
            throw CommandFault(
                "--member must be 1 to 64 characters of A-Z a-z 0-9 . _ : -",
                isInput: true
            )
        }
        print(
            try await suite.folder.token(role: role, subject: subject, seconds: seconds)
        )
    }
}

/// Reads how long a token is to live.
package enum Lifetime {
    /// The seconds of a text such as `90s`, `30m`, `1h` or `7d`: 1 second to 3,650 days, or nil.
    package static func seconds(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let last = text.last, let unit = units[last], let count = Int64(text.dropLast()),
            case let (seconds, overflow) = count.multipliedReportingOverflow(by: unit),
            !overflow, (1...315_360_000).contains(seconds)
        else { return nil }
        return seconds
    }
}
