import Testing
import Wire

@Suite("The changes between two JSON values")
struct JSONChangeTests {
    @Test(
        "are none where the values are equal, whatever the order of their members",
        arguments: [
            (#"{"a":1,"b":[{"c":2,"d":null}]}"#, #"{"b":[{"d":null,"c":2}],"a":1}"#), ("1", "1"),
            ("[]", "[]"), ("{}", "{}"),
        ]
    )
    func none(before: String, after: String) throws {
        #expect(JSONChange.changes(from: try parse(before), to: try parse(after)).isEmpty)
    }

    @Test("name what is other, what is gone and what is new, each with its path, in order")
    func paths() {
        let before: JSON = [
            "zone": "UTC", "assets": [["id": "points", "name": "P"], ["id": "tickets"]], "old": 1,
        ]
        let after: JSON = [
            "new": [true], "zone": "Asia/Shanghai",
            "assets": [["id": "points", "name": "积分"], ["id": "tickets"], ["id": "gems"]],
        ]
        #expect(
            changes(from: before, to: after) == [
                ["zone", "UTC", "Asia/Shanghai"],
                ["assets[0].name", "P", "积分"],
                ["assets[2]", "nothing", ["id": "gems"]],
                ["old", 1, "nothing"],
                ["new", "nothing", [true]],
            ]
        )
    }

    @Test("of values of other kinds are one change at their place")
    func kinds() {
        #expect(changes(from: ["a": [1]], to: ["a": ["b": 1]]) == [["a", [1], ["b": 1]]])
        #expect(changes(from: ["a": .null], to: [:]) == [["a", .null, "nothing"]])
        #expect(changes(from: nil, to: [:]) == [["", "nothing", [:]]])
        #expect(changes(from: nil, to: nil).isEmpty)
    }

    @Test("of shorter lists name each element that is gone")
    func shorter() {
        #expect(
            changes(from: [1, 2, 3], to: [1]) == [["[1]", 2, "nothing"], ["[2]", 3, "nothing"]]
        )
    }

    /// Path, before and after of each change.
    private func changes(from before: JSON?, to after: JSON?) -> [JSON] {
        JSONChange.changes(from: before, to: after).map {
            [.string($0.path), $0.before ?? "nothing", $0.after ?? "nothing"]
        }
    }
}
