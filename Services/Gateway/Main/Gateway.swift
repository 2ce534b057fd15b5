import Foundation
import GatewayService
import ServiceHost

@main
struct Gateway {
    static func main() async {
        exit(await ServiceHost.main(GatewayBlueprint.blueprint))
    }
}
