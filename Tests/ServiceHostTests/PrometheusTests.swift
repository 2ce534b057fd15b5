import CoreMetrics
import ServiceHost
import Testing

@Suite("The metrics' text")
struct PrometheusTests {
    @Test("is Prometheus' text format, sorted, each name described once")
    func golden() {
        let registry = PrometheusRegistry(common: [("service", "probe")])
        registry.makeCounter(label: "b_total", dimensions: [("status", "500")]).increment(by: 1)
        let counter = registry.makeCounter(label: "b_total", dimensions: [("status", "200")])
        counter.increment(by: 2)
        registry.makeCounter(label: "b_total", dimensions: [("status", "200")]).increment(by: 3)
        registry.makeMeter(label: "a_depth", dimensions: []).set(Int64(7))
        registry.makeRecorder(label: "c_size", dimensions: [], aggregate: false).record(2.5)
        #expect(
            registry.text() == """
                # TYPE a_depth gauge
                a_depth{service="probe"} 7.0
                # TYPE b_total counter
                b_total{service="probe",status="200"} 5
                b_total{service="probe",status="500"} 1
                # TYPE c_size gauge
                c_size{service="probe"} 2.5

                """
        )
        counter.reset()
        #expect(registry.text().contains("b_total{service=\"probe\",status=\"200\"} 0\n"))
    }

    @Test("of a histogram counts each value in every bucket that holds it")
    func histogram() {
        let registry = PrometheusRegistry(common: [])
        let recorder = registry.makeRecorder(label: "group", dimensions: [], aggregate: true)
        for value in [Int64(1), 2, 3, 512, 5000] { recorder.record(value) }
        let lines = registry.text().split(separator: "\n").map(String.init)
        #expect(
            lines == [
                "# TYPE group histogram", "group_bucket{le=\"1.0\"} 1",
                "group_bucket{le=\"2.0\"} 2",
                "group_bucket{le=\"4.0\"} 3", "group_bucket{le=\"8.0\"} 3",
                "group_bucket{le=\"16.0\"} 3", "group_bucket{le=\"32.0\"} 3",
                "group_bucket{le=\"64.0\"} 3", "group_bucket{le=\"128.0\"} 3",
                "group_bucket{le=\"256.0\"} 3", "group_bucket{le=\"512.0\"} 4",
                "group_bucket{le=\"1024.0\"} 4", "group_bucket{le=\"+Inf\"} 5", "group_sum 5518.0",
                "group_count 5",
            ]
        )
    }

    @Test("of a timer is in seconds")
    func timer() {
        let registry = PrometheusRegistry(common: [("service", "probe")])
        let timer = registry.makeTimer(label: "took_seconds", dimensions: [("route", "/a")])
        timer.recordNanoseconds(1_000_000)
        timer.recordNanoseconds(250_000_000)
        timer.recordNanoseconds(60_000_000_000)
        let text = registry.text()
        let labels = "service=\"probe\",route=\"/a\""
        for line in [
            "took_seconds_bucket{\(labels),le=\"0.0005\"} 0",
            "took_seconds_bucket{\(labels),le=\"0.001\"} 1",
            "took_seconds_bucket{\(labels),le=\"0.25\"} 2",
            "took_seconds_bucket{\(labels),le=\"10.0\"} 2",
            "took_seconds_bucket{\(labels),le=\"+Inf\"} 3",
            "took_seconds_sum{\(labels)} 60.251", "took_seconds_count{\(labels)} 3",
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
    }

    @Test("escapes what labels may hold")
    func escapes() {
        let registry = PrometheusRegistry(common: [])
        registry.makeCounter(label: "x", dimensions: [("a", "q\"b\\n\nz")]).increment(by: 1)
        #expect(registry.text() == "# TYPE x counter\nx{a=\"q\\\"b\\\\n\\nz\"} 1\n")
    }

    @Test("counts rightly when many count at once")
    func concurrent() async {
        let registry = PrometheusRegistry(common: [])
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        registry.makeCounter(label: "n", dimensions: []).increment(by: 1)
                        registry.makeRecorder(label: "h", dimensions: [], aggregate: true)
                            .record(Int64(1))
                    }
                }
            }
        }
        #expect(registry.text().contains("\nn 8000\n"))
        #expect(registry.text().contains("\nh_count 8000\n"))
    }
}
