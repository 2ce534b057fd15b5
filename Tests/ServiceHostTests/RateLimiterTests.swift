import ServiceHost
import TestSupport
import Testing

@Suite("The rate limiter")
struct RateLimiterTests {
    /// A request so many milliseconds after the first, and how long it is told to wait.
    struct Request: Sendable {
        let at: Int
        let wait: Int?

        init(_ at: Int, wait: Int? = nil) {
            self.at = at
            self.wait = wait
        }
    }

    @Test(
        "lets a burst pass, then one request for each interval; who is refused pays nothing",
        arguments: [
            [
                Request(0), Request(0), Request(0), Request(0, wait: 100), Request(0, wait: 100),
                Request(99, wait: 1), Request(100), Request(100, wait: 100), Request(250),
                Request(250, wait: 50), Request(300), Request(10_000), Request(10_000),
                Request(10_000), Request(10_000, wait: 100),
            ],
            [Request(0), Request(100), Request(200), Request(300), Request(400), Request(500)],
            [
                Request(0), Request(50), Request(100), Request(120), Request(130, wait: 70),
                Request(200), Request(299, wait: 1), Request(300),
            ],
        ]
    )
    func table(requests: [Request]) {
        let limiter = RateLimiter(perSecond: 10, burst: 3)
        let start = ContinuousClock.now
        for request in requests {
            let wait = limiter.wait(for: "a", at: start + .milliseconds(request.at))
            #expect(wait == request.wait.map { .milliseconds($0) }, "at \(request.at)")
        }
    }

    @Test("counts each caller alone")
    func callers() {
        let limiter = RateLimiter(perSecond: 1, burst: 1)
        let now = ContinuousClock.now
        #expect(limiter.wait(for: "a", at: now) == nil)
        #expect(limiter.wait(for: "b", at: now) == nil)
        #expect(limiter.wait(for: "a", at: now) == .seconds(1))
    }

    @Test("never lets more pass than the rate and one burst, and always passes who has waited")
    func randomised() throws {
        var generator = SeededGenerator(for: "RateLimiterTests.randomised")
        for _ in 0..<50 {
            let rate = Int.random(in: 1...50, using: &generator)
            let burst = Int.random(in: 1...20, using: &generator)
            let limiter = RateLimiter(perSecond: rate, burst: burst)
            let start = ContinuousClock.now
            var passed: [Double] = []
            var time = 0.0
            for _ in 0..<400 {
                time += Double.random(in: 0...0.1, using: &generator)
                if let wait = limiter.wait(for: "a", at: start + .seconds(time)) {
                    time += wait / .seconds(1) + 0.000_001
                    try #require(limiter.wait(for: "a", at: start + .seconds(time)) == nil)
                }
                passed.append(time)
            }
            for first in stride(from: 0, to: passed.count, by: 7) {
                for last in first..<passed.count {
                    let most = Double(burst) + (passed[last] - passed[first]) * Double(rate)
                    try #require(Double(last - first + 1) <= most + 0.01)
                }
            }
        }
    }
}
