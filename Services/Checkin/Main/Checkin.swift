import CheckinService
import Foundation
import ServiceHost

@main
struct Checkin {
    static func main() async {
        exit(await ServiceHost.main(CheckinBlueprint.blueprint))
    }
}
