import Foundation
import GatewayService
import ServiceHost
import Storage

/// The gateway with a broken promise, so that the tests can show that they notice.
///
/// It answers first and commits 20 ms later; with `JIFEN_TEST_HASTE=unflushed` it commits first
/// but never flushes.
@main
struct HastyGateway {
    static func main() async {
        let haste = ProcessInfo.processInfo.environment["JIFEN_TEST_HASTE"]
        let adjust = haste == "unflushed" ? neverFlush : answerFirst
        exit(await ServiceHost.main(GatewayBlueprint.blueprint, adjusting: adjust))
    }

    @Sendable private static func neverFlush(_ store: inout Store.Configuration) {
        store.isDurable = false
    }

    @Sendable private static func answerFirst(_ store: inout Store.Configuration) {
        store.settle = { commit, answer in
            answer()
            usleep(20_000)
            commit()
        }
    }
}
