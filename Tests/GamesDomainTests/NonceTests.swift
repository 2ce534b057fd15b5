import GamesDomain
import Primitives
import Testing

@Suite("Nonces")
struct NonceTests {
    @Test("count from 1 in each epoch")
    func nonces() throws {
        var scene = try Scene(.of { $0.ten = TenDraws() })
        #expect(try scene.begin().nonces == 1...1)
        #expect(try scene.begin(10).nonces == 2...11)
        #expect(scene.player.nextNonce(in: 1) == 12)
        scene.epoch = 2
        #expect(scene.player.nextNonce(in: 2) == 1)
        #expect(try scene.begin().nonces == 1...1)
    }

    @Test("are used once only: plays of an epoch that is over are refused")
    func oldEpoch() throws {
        var scene = try Scene(.of { $0.ten = TenDraws() })
        scene.epoch = 2
        _ = try scene.begin()
        scene.epoch = 1
        #expect(scene.refusal() == .epochOver(newest: 2))
        scene.epoch = 2
        #expect(try scene.begin().firstNonce == 2)
    }
}
