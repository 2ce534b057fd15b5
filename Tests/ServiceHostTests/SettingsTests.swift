import Foundation
import ServiceHost
import TestSupport
import Testing

@Suite("The settings of a service")
struct SettingsTests {
    private static let declared = [
        Setting("config", .text, "A file."),
        Setting("data-place", .text, standard: "here", "A text."),
        Setting("body-limit", .integer(10...2000), standard: "100", "A number."),
        Setting("colour", .choice(["red", "green"]), standard: "red", "A choice."),
        Setting("fast", .toggle, "A toggle."),
    ]

    @Test("are flags before variables before the file before what is usual")
    func precedence() throws {
        let folder = try TemporaryFolder()
        let file = try write("body-limit = 30\ndata-place = file\ncolour = green\n", in: folder)
        let settings = try Settings(
            Self.declared,
            arguments: ["--config", file, "--body-limit", "10"],
            environment: ["JIFEN_BODY_LIMIT": "20", "JIFEN_DATA_PLACE": "variable"]
        )
        #expect(settings.integer("body-limit") == 10)
        #expect(settings.text("data-place") == "variable")
        #expect(settings.text("colour") == "green")
        #expect(!settings.isOn("fast"))
        let usual = try read([])
        #expect(usual.integer("body-limit") == 100 && usual.text("data-place") == "here")
        #expect(usual.text("config").isEmpty)
    }

    @Test(
        "may be written as one word or two; the last one counts",
        arguments: [
            ["--data-place", "a=b", "--body-limit=50", "--fast"],
            ["--data-place=a=b", "--body-limit", "50", "--fast=true"],
            [
                "--body-limit=10", "--fast=false", "--data-place=x", "--fast", "--body-limit=50",
                "--data-place", "a=b",
            ],
        ]
    )
    func spelling(words: [String]) throws {
        let settings = try read(words)
        #expect(settings.text("data-place") == "a=b")
        #expect(settings.integer("body-limit") == 50)
        #expect(settings.isOn("fast"))
    }

    @Test("may be empty where they are texts")
    func empty() throws {
        #expect(try read(["--data-place="]).text("data-place").isEmpty)
        #expect(try read(["--data-place", ""]).text("data-place").isEmpty)
        #expect(try read([], ["JIFEN_DATA_PLACE": ""]).text("data-place").isEmpty)
    }

    @Test(
        "are refused by name where a flag is unknown or lacks its value",
        arguments: [
            (["--body-limt", "5"], "--body-limt"), (["--body_limit=5"], "--body_limit=5"),
            (["body-limit=5"], "body-limit=5"), (["-body-limit=5"], "-body-limit=5"),
            (["--"], "--"), (["--fast", "yes"], "yes"), (["--body-limit"], "--body-limit"),
            (["--Fast"], "--Fast"), ([""], "is not a setting"),
        ]
    )
    func unknownFlag(words: [String], name: String) throws {
        let fault = try #require(throws: SettingFault.self) { try read(words) }
        #expect(fault.description.contains(name))
    }

    @Test("are refused by name where a variable is unknown, but for those of other programs")
    func unknownVariable() throws {
        let fault = try #require(throws: SettingFault.self) {
            try read([], ["JIFEN_BODY_LIMT": "5", "HOME": "/"])
        }
        #expect(fault.description.contains("JIFEN_BODY_LIMT"))
        let others = [
            "JIFEN_DATA": "x", "JIFEN_SAMPLE_DATA": "x", "JIFEN_TEST_SEED": "1", "PATH": "x",
        ]
        #expect(try read([], others).integer("body-limit") == 100)
    }

    @Test(
        "are refused by name where a value does not fit",
        arguments: [
            ("body-limit", "abc"), ("body-limit", "1.5"), ("body-limit", ""), ("body-limit", "9"),
            ("body-limit", "2001"), ("body-limit", "99999999999999999999"), ("body-limit", "0x20"),
            ("body-limit", "50 "), ("colour", "blue"), ("colour", "Red"), ("colour", ""),
            ("fast", "yes"), ("fast", "1"), ("fast", "TRUE"),
        ]
    )
    func unparsable(name: String, value: String) throws {
        let variable = "JIFEN_" + name.uppercased().replacing("-", with: "_")
        for (words, environment) in [(["--\(name)=\(value)"], [:]), ([], [variable: value])] {
            let fault = try #require(throws: SettingFault.self) { try read(words, environment) }
            #expect(fault.description.contains("\(name) is \"\(value)\" but must be"))
        }
    }

    @Test("stand in a file with remarks, empty lines and space around")
    func file() throws {
        let folder = try TemporaryFolder()
        let file = try write(
            "# remark\n\n  body-limit=60  \r\n\tdata-place =  a = b # c\nfast = true",
            in: folder
        )
        let settings = try read([], ["JIFEN_CONFIG": file])
        #expect(settings.integer("body-limit") == 60)
        #expect(settings.text("data-place") == "a = b # c")
        #expect(settings.isOn("fast"))
    }

    @Test(
        "are refused by the line of the file that is faulty",
        arguments: ["body-limt = 5", "body-limit", "= 5", "JIFEN_BODY_LIMIT = 5", "[section]"]
    )
    func faultyFile(line: String) throws {
        let folder = try TemporaryFolder()
        let file = try write("colour = red\n\(line)\n", in: folder)
        let fault = try #require(throws: SettingFault.self) { try read(["--config", file]) }
        #expect(fault.description.contains("\"\(line)\" sets nothing that is known"))
    }

    @Test("are refused where the file cannot be read")
    func noFile() throws {
        let folder = try TemporaryFolder()
        let fault = try #require(throws: SettingFault.self) {
            try read(["--config=\(folder.file("none"))"])
        }
        #expect(fault.description.contains("none cannot be read"))
    }

    @Test("of every service have usual values that they take themselves")
    func hostSettings() throws {
        let all = HostSettings.all(service: "probe", port: 8999)
        let settings = try Settings(all, arguments: [], environment: [:])
        #expect(settings.text("store") == "sqlite:probe.sqlite")
        #expect(settings.integer("port") == 8999)
        #expect(settings.integer("body-limit") == 1_048_576)
        #expect(Set(all.map(\.name)).count == all.count)
    }

    private func read(
        _ words: [String],
        _ environment: [String: String] = [:]
    ) throws -> Settings {
        try Settings(Self.declared, arguments: words, environment: environment)
    }

    private func write(_ text: String, in folder: TemporaryFolder) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("settings")))
        return folder.file("settings")
    }
}
