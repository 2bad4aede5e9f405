import SNMPMessages

/// Power over Ethernet: pethMainPseTable of POWER-ETHERNET-MIB (RFC 3621), in watts.
enum PowerEthernetMIB {
    static let sensors = [
        VendorSensor("pethMainPsePower", "1.3.6.1.2.1.105.1.3.1.1.2", .power),
        VendorSensor(
            "pethMainPseOperStatus", "1.3.6.1.2.1.105.1.3.1.1.3", .state, states: [1: "on", 2: "off", 3: "faulty"]),
        VendorSensor("pethMainPseConsumptionPower", "1.3.6.1.2.1.105.1.3.1.1.4", .power),
    ]
    static let columns = sensors.flatMap(\.columns)
}
