import Calls
import Foundation
import TestSupport
import Testing

extension RealProcesses {
    @Suite("A disk of its own")
    struct SmallDiskTests {
        @Test(
            "that is really full refuses writes, reads on, and goes on when there is room",
            .enabled("only root can mount") { await Mounts.isPossible }
        )
        func full() async throws {
            let stage = try await Stage(storeIn: "disk")
            let disk = stage.folder.file("disk")
            let sign = stage.folder.file("make-room")
            let gateway = try await stage.startFirst(
                within: Mounts.wrapper(
                    """
                    mount -t tmpfs -o size=3m none \(disk) \
                    && head -c 1500000 /dev/zero > \(disk)/filler \
                    && { (while [ ! -e \(sign) ]; do sleep 0.1; done; rm \(disk)/filler) & }
                    """
                )
            )
            var answered: Int64 = 0
            while try await Self.credit(answered + 1, on: gateway) == 201 { answered += 1 }
            try #require((5..<2000).contains(answered))
            for number in 1...10 {
                #expect(try await Self.credit(answered + Int64(number), on: gateway) == 503)
            }
            #expect(try await gateway.balance(of: "m-1") == answered)
            let said = gateway.process.log.occurrences(of: "the disk is full: writes are refused")
            #expect(said == 1)
            try Data().write(to: URL(fileURLWithPath: sign))
            for _ in 0..<100 {
                if try await Self.credit(answered + 1, on: gateway) == 201 { break }
                try await Task.sleep(for: .milliseconds(100))
            }
            // The same key is done once, however often it was refused before.
            #expect(try await Self.credit(answered + 1, on: gateway) == 201)
            #expect(try await Self.credit(answered + 2, on: gateway) == 201)
            #expect(try await gateway.balance(of: "m-1") == answered + 2)
            #expect(gateway.process.log.contains("there is room on the disk again"))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        @Test(
            "that is read-only stops the start, with the path and the reason",
            .enabled("only root can mount") { await Mounts.isPossible },
            arguments: [true, false]
        )
        func readOnly(isNew: Bool) async throws {
            let stage = try await Stage(storeIn: "disk")
            let disk = stage.folder.file("disk")
            if !isNew { #expect(await (try await stage.startFirst()).stop() == .exited(code: 0)) }
            let start = try stage.process(
                within: Mounts.wrapper(
                    "mount --bind \(disk) \(disk) && mount -o remount,bind,ro \(disk)"
                )
            )
            #expect(await start.end() == .exited(code: 1))
            #expect(
                start.errors
                    == "gateway: the store \(stage.store) cannot be used: its folder: "
                    + "Read-only file system\n"
            )
            let next = try await stage.startFirst()
            #expect(await next.stop() == .exited(code: 0))
        }

        private static func credit(_ number: Int64, on gateway: Gateway) async throws -> Int {
            let operation = Operation(
                key: "credit-\(number)",
                kind: .credit,
                member: "m-1",
                amount: 1
            )
            return try await gateway.client.send(
                .post,
                operation.path,
                operation.body,
                token: gateway.token,
                key: operation.key
            ).status
        }
    }
}
