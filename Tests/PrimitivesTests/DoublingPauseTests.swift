import Primitives
import Testing

@Suite("A doubling pause")
struct DoublingPauseTests {
    private static let pause = DoublingPause(from: .milliseconds(100), upTo: .seconds(1))

    @Test(
        "doubles with each failure, up to its bound",
        arguments: [
            (Int.min, 100), (0, 100), (1, 100), (2, 200), (3, 400), (4, 800), (5, 1000), (63, 1000),
            (64, 1000), (65, 1000), (Int.max, 1000),
        ]
    )
    func doubling(failures: Int, milliseconds: Int) {
        #expect(Self.pause.after(failures) == .milliseconds(milliseconds))
    }

    @Test(
        "is as long as its bound where it begins there or above",
        arguments: [
            DoublingPause(from: .seconds(1), upTo: .seconds(1)),
            DoublingPause(from: .seconds(9), upTo: .seconds(1)),
        ]
    )
    func bound(pause: DoublingPause) {
        #expect(pause.after(1) == .seconds(1) && pause.after(40) == .seconds(1))
    }

    @Test("is never longer than a duration can be")
    func longest() {
        let longest = Duration.seconds(Int64.max)
        let pause = DoublingPause(from: longest, upTo: longest)
        #expect(pause.after(1) == longest && pause.after(.max) == longest)
        let growing = DoublingPause(from: .seconds(1), upTo: longest)
        #expect(growing.after(63) == .seconds(Int64(1) << 62))
    }

    @Test("has no bound below 0")
    func negative() {
        let pause = DoublingPause(from: .seconds(-1), upTo: .seconds(-1))
        #expect(pause == DoublingPause(from: .zero, upTo: .zero))
        #expect(pause.after(7) == .zero)
    }

    @Test(
        "lands where the jitter says, in all of it or in its upper half",
        arguments: [
            (-7.0, 0, 200), (0.0, 0, 200), (0.5, 200, 300), (1.0, 400, 400), (7.0, 400, 400),
        ]
    )
    func jitter(jitter: Double, full: Int, equal: Int) {
        #expect(Self.pause.after(3, fullJitter: jitter) == .milliseconds(full))
        #expect(Self.pause.after(3, equalJitter: jitter) == .milliseconds(equal))
    }
}
