/// Words of the states that several objects share.
extension VendorProfile {
    /// CiscoEnvMonState.
    static let ciscoEnvMonState: [Int64: String] = [
        1: "normal", 2: "warning", 3: "critical", 4: "shutdown", 5: "notPresent", 6: "notFunctioning",
    ]
    /// RFState of CISCO-RF-MIB.
    static let cRFState: [Int64: String] = [
        1: "notKnown", 2: "disabled", 3: "initialization", 4: "negotiation", 5: "standbyCold", 6: "standbyColdConfig",
        7: "standbyColdFileSys", 8: "standbyColdBulk", 9: "standbyHot", 10: "activeFast", 11: "activeDrain",
        12: "activePreconfig",
        13: "activePostconfig", 14: "active", 15: "activeExtraload", 16: "activeHandback",
    ]
    /// Os10CmnOperStatus.
    static let os10OperStatus: [Int64: String] = [
        1: "up", 2: "down", 3: "testing", 4: "unknown", 5: "dormant", 6: "notPresent", 7: "lowerLayerDown", 8: "failed",
    ]
    /// TmnxLEDState.
    static let tmnxLEDState: [Int64: String] = [
        1: "ledOff", 2: "ledRed", 3: "ledAmber", 4: "ledYellow", 5: "ledGreen", 6: "ledAmberBlink", 7: "ledYellowBlink",
        8: "ledGreenBlink",
    ]
    /// BoxServicesItemState.
    static let boxServicesItemState: [Int64: String] = [
        1: "notpresent", 2: "operational", 3: "failed", 4: "powering", 5: "nopower", 6: "notpowering", 7: "incompatible",
    ]
    /// BoxServicesTempSensorState.
    static let boxServicesTempState: [Int64: String] = [
        0: "low", 1: "normal", 2: "warning", 3: "critical", 4: "shutdown", 5: "notpresent", 6: "notoperational",
    ]
    /// SensorStateEnumeration of PDU2-MIB.
    static let raritanState: [Int64: String] = [
        -1: "unavailable", 0: "open", 1: "closed", 2: "belowLowerCritical", 3: "belowLowerWarning", 4: "normal",
        5: "aboveUpperWarning",
        6: "aboveUpperCritical", 7: "on", 8: "off", 9: "detected", 10: "notDetected", 11: "alarmed",
    ]
    /// DeviceStatus of Sentry4-MIB.
    static let sentryStatus: [Int64: String] = [
        0: "normal", 1: "disabled", 2: "purged", 5: "reading", 6: "settle", 7: "notFound", 8: "lost", 9: "readError",
        10: "noComm",
        11: "pwrError", 12: "breakerTripped", 13: "fuseBlown", 14: "lowAlarm", 15: "lowWarning", 16: "highWarning",
        17: "highAlarm",
        18: "alarm", 19: "underLimit", 20: "overLimit", 21: "nvmFail", 22: "profileError", 23: "conflict",
    ]
}
