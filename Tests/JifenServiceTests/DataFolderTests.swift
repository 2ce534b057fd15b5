import Access
import Foundation
import JifenService
import Primitives
import TestSupport
import Testing

@Suite("The suite's data folder")
struct DataFolderTests {
    private let temporary: TemporaryFolder
    private let folder: DataFolder

    init() throws {
        temporary = try TemporaryFolder()
        folder = DataFolder(temporary.file("data"))
    }

    @Test("secrets can be read by their owner alone")
    func modes() throws {
        try folder.prepare()
        let files = FileManager.default
        for name in [
            "keys.json", "operator.secret", "member.secret", "host.secret", "checkin.secret",
        ] {
            let attributes = try files.attributesOfItem(atPath: "\(folder.path)/secrets/\(name)")
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        let attributes = try files.attributesOfItem(atPath: "\(folder.path)/secrets")
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test("a second start keeps the secrets, so that tokens stay good")
    func secretsStay() throws {
        try folder.prepare()
        let before = try Signer.all.map { try folder.secret(of: $0) }
        try folder.prepare()
        #expect(try Signer.all.map { try folder.secret(of: $0) } == before)
        #expect(Set(before).count == Signer.all.count)
    }

    @Test("a folder of an older suite gets the keys that it lacks, and keeps what was added")
    func keysAreCompleted() throws {
        try folder.prepare()
        let complete = try KeyFile(path: folder.keysPath)
        let old = #"""
            {"issuer": "shop", "keys": [{"id": "mine", "algorithm": "HS256", "roles": ["member"],
            "secret": "0123456789abcdef0123456789ABCDEF"}]}
            """#
        try Data(old.utf8).write(to: URL(fileURLWithPath: folder.keysPath))
        try folder.prepare()
        let keys = try KeyFile(path: folder.keysPath)
        #expect(keys.issuer == "shop")
        #expect(keys.keys.map(\.id) == ["mine"] + complete.keys.map(\.id))
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.keysPath))
        try folder.prepare()
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.keysPath)) == before)
    }

    @Test("each role's token is taken by the folder's own keys", arguments: Role.allCases)
    func tokens(role: Role) async throws {
        try folder.prepare()
        let subject = Signer.signer(of: role).subject ?? "someone"
        let token = try await folder.token(role: role, subject: subject, seconds: 60)
        let verifier = try await TokenVerifier(KeyFile(path: folder.keysPath)) {
            Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        }
        let caller = try await verifier.caller(of: token)
        #expect(caller.role == role && caller.subject == subject)
    }

    @Test("a folder without secrets says how to get them")
    func missing() throws {
        let fault = try #require(throws: CommandFault.self) { try folder.secret(of: .host) }
        #expect(fault.description.contains("jifen up"))
    }

    @Test("the suite's first port is remembered, and 8080 before")
    func ports() throws {
        #expect(folder.portBase == 8080)
        try folder.prepare()
        try folder.remember(portBase: 9300)
        #expect(folder.portBase == 9300)
    }

    @Test("the services that were started last are remembered, and all before")
    func members() throws {
        #expect(folder.members.map(\.name) == ["gateway", "checkin", "games", "badges"])
        try folder.prepare()
        try folder.remember(portBase: 9300, members: [.gateway])
        #expect(folder.members.map(\.name) == ["gateway"])
        try folder.remember(portBase: 9300, members: [.checkin])
        #expect(folder.members.map(\.name) == ["checkin"])
    }

    @Test("each service has a port of its own, and calls services of the suite, not itself")
    func suite() {
        let all = Set(SuiteMember.all.map(\.name))
        for member in SuiteMember.all {
            #expect(all.subtracting([member.name]).isSuperset(of: member.neighbours))
        }
        #expect(Set(SuiteMember.all.map(\.portOffset)).count == SuiteMember.all.count)
        #expect(
            Signer.all.map(\.id) == [
                "operator", "member", "host", "gateway", "checkin", "games", "badges",
            ]
        )
    }
}
